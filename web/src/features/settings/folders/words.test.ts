import { describe, expect, it } from 'vitest';

import type { LastScan } from '@/api';

import { figuresOf, passedBy, problemOf } from './words';

const scan = (part: Partial<LastScan>): LastScan => ({
  found: 0,
  added: 0,
  skipped: 0,
  failed: 0,
  moved: 0,
  missing: 0,
  copying: 0,
  skipped_by_reason: {},
  skipped_examples: [],
  failures: [],
  ...part,
});

describe('what is wrong with a folder', () => {
  it.each([
    ['unavailable', 'away', 'away'],
    ['unavailable', null, 'away'],
    ['unavailable', 'empty', 'empty'],
    ['unavailable', 'no_notifications', 'away'],
    ['ready', 'no_notifications', 'blind'],
    ['ready', null, null],
    ['ready', 'something a newer server says', null],
  ])('%s, %s: %s', (status, problem, told) => {
    expect(problemOf({ status, problem, watch: true })).toBe(told);
  });

  it('is not that it cannot be watched, where nobody wants it watched', () => {
    expect(problemOf({ status: 'ready', problem: 'no_notifications', watch: false })).toBeNull();
  });
});

describe('what was passed by', () => {
  it('is told by reason, what can be mended first, with the paths that were listed', () => {
    const found = passedBy(
      scan({
        copying: 1,
        skipped_by_reason: { other: 40, unreadable: 2, link: 1, hidden: 0 },
        skipped_examples: [
          { path: 'a/notes.txt', reason: 'other' },
          { path: 'b', reason: 'unreadable' },
          { path: 'c.mkv', reason: 'copying' },
        ],
      }),
    );
    expect(found).toEqual([
      { reason: 'unreadable', count: 2, paths: ['b'] },
      { reason: 'copying', count: 1, paths: ['c.mkv'] },
      { reason: 'link', count: 1, paths: [] },
      { reason: 'other', count: 40, paths: ['a/notes.txt'] },
    ]);
  });

  it('is not lost where a newer server has a reason of its own', () => {
    const found = passedBy(scan({ skipped_by_reason: { cursed: 1, haunted: 2 }, skipped_examples: [{ path: 'x', reason: 'haunted' }] }));
    expect(found).toEqual([{ reason: 'unknown', count: 3, paths: ['x'] }]);
  });

  it('is nothing where nothing was', () => {
    expect(passedBy(scan({}))).toEqual([]);
    expect(figuresOf(scan({ found: 9 }))).toEqual([]);
    expect(figuresOf(scan({ failed: 1, added: 2 }))).toEqual(['added', 'failed']);
  });
});
