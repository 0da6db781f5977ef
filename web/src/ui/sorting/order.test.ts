import { describe, expect, it } from 'vitest';

import { moved, placeAt, placeByKey, shownAt } from './order';

const cells = { columns: 3, cell: 100, row: 80, count: 8 };

describe('putting in order', () => {
  it('moves one thing and keeps the order of the others', () => {
    expect(moved(['a', 'b', 'c', 'd'], 0, 2)).toEqual(['b', 'c', 'a', 'd']);
    expect(moved(['a', 'b', 'c', 'd'], 3, 0)).toEqual(['d', 'a', 'b', 'c']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });

  it('shows every thing where it will be once the held one is put down', () => {
    const list = ['a', 'b', 'c', 'd', 'e'];
    for (let from = 0; from < 5; from += 1) {
      for (let to = 0; to < 5; to += 1) {
        const after = moved(list, from, to);
        list.forEach((one, at) => expect(after[shownAt(at, from, to)]).toBe(one));
      }
    }
  });

  it('finds the place under a point, and the nearest beside the grid', () => {
    expect(placeAt(150, 10, cells)).toBe(1);
    expect(placeAt(10, 85, cells)).toBe(3);
    expect(placeAt(-40, -40, cells)).toBe(0);
    expect(placeAt(999, 999, cells)).toBe(7);
    // The last row has no third cell.
    expect(placeAt(290, 170, cells)).toBe(7);
  });

  it('goes by keys and stops at the ends', () => {
    expect(placeByKey('ArrowRight', 2, cells)).toBe(3);
    expect(placeByKey('ArrowLeft', 0, cells)).toBe(0);
    expect(placeByKey('ArrowUp', 1, cells)).toBe(1);
    expect(placeByKey('ArrowDown', 1, cells)).toBe(4);
    expect(placeByKey('ArrowDown', 5, cells)).toBe(7);
    expect(placeByKey('ArrowDown', 7, cells)).toBe(7);
    expect(placeByKey('End', 1, cells)).toBe(7);
    expect(placeByKey('Home', 5, cells)).toBe(0);
    expect(placeByKey('a', 1, cells)).toBeNull();
  });
});
