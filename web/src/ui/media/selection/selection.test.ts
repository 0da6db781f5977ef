import { describe, expect, it } from 'vitest';

import type { Media } from '@/api';

import { withTitle } from '../held';
import { asThought, takesAway } from '../opinions';
import { scopeOf } from './scope';
import { countOf, isChosen, NOTHING, reached, turned } from './store';

describe('a selection', () => {
  it('begins with the first tick and ends with the last one taken away', () => {
    const one = turned(NOTHING, 'a', 4);
    expect(one).toMatchObject({ active: true, last: 4 });
    expect(isChosen(one, 'a')).toBe(true);
    const none = turned(one, 'a', 4);
    expect(none.active).toBe(false);
    expect(none.chosen.size).toBe(0);
  });

  it('that was begun by its button stays while nothing is ticked yet', () => {
    const one = turned({ ...NOTHING, active: true }, 'a', 0);
    expect([...one.chosen]).toEqual(['a']);
  });

  it('reaches over a stretch and keeps what was there', () => {
    const far = reached(turned(NOTHING, 'z', 9), ['b', 'c', 'd'], 3);
    expect([...far.chosen].sort()).toEqual(['b', 'c', 'd', 'z']);
    expect(far.last).toBe(3);
  });

  it('of everything stays that, but for those that are taken out', () => {
    const all = { ...NOTHING, active: true, everything: true };
    expect(isChosen(all, 'never seen')).toBe(true);
    const some = turned(turned(all, 'b', 1), 'c', 2);
    expect(isChosen(some, 'never seen')).toBe(true);
    expect(isChosen(some, 'b')).toBe(false);
    expect(countOf(some, 10)).toBe(8);
    expect(countOf(reached(some, ['a', 'b'], 0), 10)).toBe(9);
    expect(isChosen(turned(some, 'b', 1), 'b')).toBe(true);
  });

  it('reaches over a list that is held whole', async () => {
    const items = ['a', 'b', 'c', 'd'].map((id) => ({ id }) as Media);
    expect(await scopeOf(items, 4, null).between(1, 2)).toEqual(['b', 'c']);
  });
});

describe('a title that is held in many places', () => {
  const title = (id: string, extras: unknown = null) => ({ id, in_list: false, liked: null, extras });

  it('changes in all of them, and what does not hold it stays the same object', () => {
    const held = { pages: [{ items: [title('a'), title('b')] }, { items: [title('c', [title('a')])] }, { items: [title('d')] }] };
    const next = withTitle(held, 'a', { in_list: true });
    expect(next.pages[0]?.items[0]).toMatchObject({ in_list: true });
    expect(next.pages[1]?.items[0]?.extras).toMatchObject([{ in_list: true }]);
    expect(next.pages[0]?.items[1]).toBe(held.pages[0]?.items[1]);
    expect(next.pages[2]).toBe(held.pages[2]);
    expect(held.pages[0]?.items[0]).toMatchObject({ in_list: false });
  });

  it('is not what only bears its id', () => {
    const held = { items: [{ id: 'a', name: 'A collection' }] };
    expect(withTitle(held, 'a', { in_list: true })).toBe(held);
    expect(withTitle(undefined, 'a', {})).toBeUndefined();
  });
});

it('what takes something away can be undone to just what it was', () => {
  const before = { rating: 9, favourite: true, liked: false, in_list: true };
  expect(takesAway(before, { liked: null })).toBe(true);
  expect(takesAway(before, { liked: true })).toBe(false);
  expect(takesAway({ ...before, rating: null }, { rating: null })).toBe(false);
  expect(asThought(before, { rating: null })).toEqual({ rating: 9 });
});
