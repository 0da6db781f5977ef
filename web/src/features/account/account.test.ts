import { expect, it } from 'vitest';

import { safeNext } from './safeNext';

it('after signing in one stays in this app, whatever the address says', () => {
  expect(safeNext('/title/a?tab=files')).toBe('/title/a?tab=files');
  for (const evil of [null, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)']) {
    expect(safeNext(evil)).toBe('/');
  }
});
