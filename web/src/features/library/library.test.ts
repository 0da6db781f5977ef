import { describe, expect, it } from 'vitest';

import { CARD_SIZES, shapeOf } from '@/ui/media/shape';

import { COLUMN_NAMES, COLUMNS, fitting, GAP, USUAL } from './columns';
import { pagesOf } from './pages';
import { letterAt, letterByKey, letterUnder } from './rail';

import { readView, type View } from './view';
import { yearOf } from './YearFields';

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
      for (const size of CARD_SIZES) {
        const { columns, gap, cell } = shapeOf(width, size);
        expect(columns * cell + (columns - 1) * gap).toBeCloseTo(width, 6);
      }
    }
  });

  it('is five across on a desk and two on a phone; more when small, fewer when large', () => {
    expect(CARD_SIZES.map((size) => shapeOf(1344, size).columns)).toEqual([7, 5, 3]);
    expect(CARD_SIZES.map((size) => shapeOf(358, size).columns)).toEqual([3, 2, 1]);
  });
});

describe('the columns of the list', () => {
  it('stand in their order, as many as leave the title room', () => {
    expect(fitting(['added', 'kind', 'year'], 1344)).toEqual(['kind', 'year', 'added']);
    expect(fitting(USUAL, 1344)).toEqual(USUAL);
    for (const width of [640, 700, 800, 1000, 1200]) {
      const room = fitting(COLUMN_NAMES, width).reduce((left, name) => left - COLUMNS[name].width - GAP, width);
      expect(room, `${width}`).toBeGreaterThanOrEqual(320);
    }
  });

  it('are none on a phone', () => {
    expect(fitting(COLUMN_NAMES, 358)).toEqual([]);
  });
});

describe('how the library is looked at', () => {
  it('is as it was kept', () => {
    const view: View = { look: 'list', cards: 'large', rows: 'compact', columns: ['year', 'rating'] };
    expect(readView(JSON.stringify(view))).toEqual(view);
  });

  it('is as usual where nothing, or nonsense, was kept', () => {
    const usual = readView(null);
    expect(usual).toEqual({ look: 'grid', cards: 'medium', rows: 'comfortable', columns: USUAL });
    for (const nonsense of ['', '{', 'null', '7', '"list"', '{"look":"cat","columns":"all","rows":[]}']) {
      expect(readView(nonsense)).toEqual(usual);
    }
    expect(readView('{"columns":["password","year"]}').columns).toEqual(['year']);
  });

  it('follows what was kept before there were sizes', () => {
    expect(readView(null, 'dense')).toMatchObject({ look: 'grid', cards: 'small' });
    expect(readView(null, 'list').look).toBe('list');
  });
});

describe('the letters beside the list', () => {
  const letters = ['#', 'A', 'M', '…'].map((letter, at) => ({ letter, offset: at * 10 }));

  it('say where one is', () => {
    expect([0, 9, 10, 25, 999].map((place) => letterAt(letters, place))).toEqual([0, 0, 1, 2, 3]);
    expect(letterAt([], 5)).toBe(0);
  });

  it('are met by the pointer, also beyond the ends', () => {
    expect([-50, 0, 99, 100, 399, 4000].map((y) => letterUnder(y, 400, 4))).toEqual([0, 0, 0, 1, 3, 3]);
  });

  it('are led to by keys', () => {
    expect(letterByKey('ArrowDown', 1, letters)).toBe(2);
    expect(letterByKey('ArrowUp', 0, letters)).toBe(0);
    expect(letterByKey('End', 0, letters)).toBe(3);
    expect(letterByKey('m', 0, letters)).toBe(2);
    expect(letterByKey('q', 0, letters)).toBeUndefined();
    expect(letterByKey('Tab', 0, letters)).toBeUndefined();
  });
});

describe('years that are typed', () => {
  it('are years, nothing, or wrong', () => {
    expect(['1994', ' 1994 ', '', '  '].map(yearOf)).toEqual([1994, 1994, undefined, undefined]);
    for (const wrong of ['-5', '0', '19945', '1994.5', 'abc', '1e3', '٢٠٠٠']) expect(yearOf(wrong)).toBeNull();
  });
});
