import { describe, expect, it } from 'vitest';

import { isNarrowed, readFilters, writeFilters, type MediaQuery } from './filters';

const read = (text: string) => readFilters(new URLSearchParams(text));

describe('filters in the address', () => {
  it('come back as they were written', () => {
    const query: MediaQuery = {
      search: 'bird & branch',
      kind: 'movie',
      platform: 'youtube',
      tag: 'on the road',
      genre: 'Noir',
      status: 'unavailable',
      sort_by: 'title',
      sort_order: 'desc',
    };
    expect(readFilters(new URLSearchParams(writeFilters(query).toString()))).toEqual(query);
  });

  it('leave out what is usual, so that addresses stay short', () => {
    expect(writeFilters({ sort_by: 'added_at', sort_order: 'desc' }).toString()).toBe('');
    expect(writeFilters({ sort_by: 'title', sort_order: 'asc' }).toString()).toBe('sort_by=title');
    expect(writeFilters({ sort_order: 'asc' }).toString()).toBe('sort_order=asc');
    expect(writeFilters({ search: '', kind: undefined }).toString()).toBe('');
  });

  it('ignore what nobody knows, whatever stands there', () => {
    expect(read('kind=cat&sort_by=password&sort_order=sideways&status=stolen&view=list&page=9')).toEqual({});
    expect(read('tag=&search=')).toEqual({});
  });

  it('count as narrowing only when they narrow', () => {
    expect(isNarrowed({ sort_by: 'title', sort_order: 'desc' })).toBe(false);
    expect(isNarrowed({ tag: 'walks' })).toBe(true);
  });
});
