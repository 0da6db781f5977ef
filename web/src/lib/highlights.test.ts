import { expect, it } from 'vitest';
import { highlights } from './highlights';
import type { Tile } from './sprites';

const tile = (n: number): Tile => ({ start_s: n, end_s: n + 1, url: 'a', x: 0, y: 0, width: 240, height: 135 });
const tiles = (count: number) => Array.from({ length: count }, (_, n) => tile(n));

it('spreads over the film, rising, without its end', () => {
  const shown = highlights(tiles(100), 12).map((t) => t.start_s);
  expect(shown).toHaveLength(12);
  expect(shown[0]).toBe(6);
  expect(Math.max(...shown)).toBeLessThan(82);
  expect([...shown].sort((a, b) => a - b)).toEqual(shown);
  expect(new Set(shown).size).toBe(12);
});

it('shows what a short film has', () => {
  expect(highlights(tiles(5), 12).length).toBeGreaterThan(0);
  expect(highlights(tiles(1), 12)).toHaveLength(1);
  expect(highlights([], 12)).toEqual([]);
});
