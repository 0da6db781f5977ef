import { expect, it } from 'vitest';

import { halvesAt, halvesFor } from './halves';

it('a place on the row of stars is a half star, never none and never six', () => {
  expect([-0.2, 0, 0.05, 0.11, 0.5, 0.95, 1, 1.4].map(halvesAt)).toEqual([1, 1, 1, 2, 5, 10, 10, 10]);
});

it('arrows move by a half, digits are whole stars, 0 takes them away', () => {
  expect(halvesFor('ArrowRight', null)).toBe(1);
  expect(halvesFor('ArrowUp', 10)).toBe(10);
  expect(halvesFor('ArrowLeft', 1)).toBeNull();
  expect(halvesFor('ArrowDown', 9)).toBe(8);
  expect(halvesFor('4', 1)).toBe(8);
  expect(['0', 'Home', 'Delete'].map((key) => halvesFor(key, 7))).toEqual([null, null, null]);
  expect(['6', 'Tab', 'a'].map((key) => halvesFor(key, 7))).toEqual([undefined, undefined, undefined]);
});
