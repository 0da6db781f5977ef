// @vitest-environment jsdom
import { afterEach, expect, it, vi } from 'vitest';

import { fetchFont } from './font';

afterEach(() => {
  vi.unstubAllGlobals();
  delete document.documentElement.dataset['font'];
});

function withFonts(load: () => Promise<unknown>) {
  Object.defineProperty(document, 'fonts', { configurable: true, value: { load } });
}

it('has the page in Inter once it is there', async () => {
  withFonts(() => Promise.resolve([]));
  await fetchFont();
  expect(document.documentElement.dataset['font']).toBe('inter');
});

it('leaves the page as it is where the line broke', async () => {
  withFonts(() => Promise.reject(new DOMException('A network error occurred.', 'NetworkError')));
  await expect(fetchFont()).resolves.toBeUndefined();
  expect(document.documentElement.dataset['font']).toBeUndefined();
});
