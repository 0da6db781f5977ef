import { expect, it } from 'vitest';

import { fromLocal, toLocal } from './moments';

it('a moment comes back from its field as it was, to the minute', () => {
  const iso = new Date(2026, 2, 29, 14, 5).toISOString();
  expect(toLocal(iso)).toBe('2026-03-29T14:05');
  expect(fromLocal(toLocal(iso))).toBe(iso);
});

it('nothing and nonsense are no moment', () => {
  expect([toLocal(null), toLocal('soon')]).toEqual(['', '']);
  expect([fromLocal(''), fromLocal('2026-13-45T99:00')]).toEqual([null, null]);
});
