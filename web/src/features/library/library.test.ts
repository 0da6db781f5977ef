import { describe, expect, it } from 'vitest';

import { pagesOf } from './pages';
import { shapeOf } from './shape';

describe('the pages that hold what is on screen', () => {
  it('are only those', () => {
    expect(pagesOf(0, 14, 60)).toEqual([1]);
    expect(pagesOf(55, 70, 60)).toEqual([1, 2]);
    expect(pagesOf(59, 60, 60)).toEqual([1, 2]);
    expect(pagesOf(99_960, 99_999, 60)).toEqual([1667]);
  });

  it('are one page for an empty screen', () => {
    expect(pagesOf(0, -1, 60)).toEqual([1]);
  });
});

describe('the shape of the grid', () => {
  it('fills the width exactly', () => {
    for (const width of [288, 358, 720, 1184, 1344, 1824]) {
      for (const dense of [false, true]) {
        const { columns, gap, cell } = shapeOf(width, dense);
        expect(columns * cell + (columns - 1) * gap).toBeCloseTo(width, 6);
      }
    }
  });

  it('is five across on a desk and two on a phone, three when dense', () => {
    expect(shapeOf(1344, false).columns).toBe(5);
    expect(shapeOf(358, false).columns).toBe(2);
    expect(shapeOf(358, true).columns).toBe(3);
  });
});
