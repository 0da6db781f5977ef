import type { InfiniteData } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';

import type { Media, MediaPage } from '@/api';

import { byDay, dayName, dayOf } from './days';
import { without } from './useClearing';

const words = { today: 'Today', yesterday: 'Yesterday' };
const local = (day: number, hour: number) => new Date(2026, 2, day, hour).toISOString();

describe('a history by days', () => {
  it('follows the days of the reader, in its order', () => {
    const days = byDay([local(30, 0), local(29, 23), local(29, 1), local(2, 12)], (one) => one);
    expect(days.map((day) => [day.key, day.items.length])).toEqual([['2026-03-30', 1], ['2026-03-29', 2], ['2026-03-02', 1]]);
  });

  it('says Today and Yesterday, and the date of any other day', () => {
    const now = new Date(2026, 2, 1, 0, 5);
    expect(dayName(dayOf(now), now, 'en', words)).toBe('Today');
    expect(dayName('2026-02-28', now, 'en', words)).toBe('Yesterday');
    expect(dayName('2026-02-27', now, 'en', words)).toContain('27');
  });
});

it('a title that leaves the history is gone from its page at once', () => {
  const page = (ids: string[]) => ({ total: 3, page: 1, pages: 2, items: ids.map((id) => ({ id }) as Media) }) as MediaPage;
  const held: InfiniteData<MediaPage> = { pages: [page(['a', 'b']), page(['c'])], pageParams: [1, 2] };
  expect(without(held, 'b').pages.map((one) => one.items.map((media) => media.id))).toEqual([['a'], ['c']]);
  expect(without(held, 'b').pages[0]?.total).toBe(2);
  expect(without(held, 'z')).toBe(held);
  expect(without(held, null).pages.flatMap((one) => one.items)).toEqual([]);
});
