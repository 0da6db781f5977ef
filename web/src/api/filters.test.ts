import { describe, expect, it } from 'vitest';

import { address } from './client';
import { filterBody, isNarrowed, listed, readFilters, writeFilters, type MediaQuery } from './filters';

const read = (text: string) => readFilters(new URLSearchParams(text));

const EVERYTHING: MediaQuery = {
  search: 'bird & branch',
  kind: ['movie', 'video'],
  platform: ['youtube'],
  tag: ['on the road', 'á, b'],
  genre: ['Noir'],
  status: 'unavailable',
  year_from: 1990,
  year_to: 1999,
  min_duration_s: 1200,
  max_duration_s: 3600.5,
  added_days: 7,
  resolution: ['2160p', '1440p'],
  hdr: false,
  codec: ['av1'],
  language: ['en', 'es'],
  subtitles: ['pt'],
  folder: ['f1'],
  channel: 'A channel = one',
  series: 's1',
  person: 12,
  collection: 'c1',
  watched: 'begun',
  min_rating: 8,
  liked: true,
  favourite: false,
  my_list: true,
  sort_by: 'title',
  sort_order: 'desc',
};

describe('filters in the address', () => {
  it('come back as they were written, every one of them', () => {
    expect(read(writeFilters(EVERYTHING).toString())).toEqual(EVERYTHING);
  });

  it('are asked of the server in the same words', () => {
    const asked = new URL(address('/api/media', { ...EVERYTHING }), 'http://here').searchParams;
    expect(readFilters(asked)).toEqual(EVERYTHING);
  });

  it('leave out what is usual, so that addresses stay short', () => {
    expect(writeFilters({ sort_by: 'added_at', sort_order: 'desc' }).toString()).toBe('');
    expect(writeFilters({ sort_by: 'title', sort_order: 'asc' }).toString()).toBe('sort_by=title');
    expect(writeFilters({ sort_order: 'asc' }).toString()).toBe('sort_order=asc');
    expect(writeFilters({ search: '', kind: undefined, tag: [] }).toString()).toBe('');
  });

  it('are one word or several, whoever wrote them', () => {
    expect(read('kind=movie&tag=walks')).toEqual({ kind: ['movie'], tag: ['walks'] });
    expect(writeFilters({ kind: 'movie', tag: 'walks' }).toString()).toBe('kind=movie&tag=walks');
    expect(listed('movie')).toEqual(['movie']);
    expect(listed(undefined)).toEqual([]);
  });

  it('ignore what nobody knows, whatever stands there', () => {
    expect(read('kind=cat&sort_by=password&sort_order=sideways&status=stolen&view=list&page=9')).toEqual({});
    expect(read('tag=&search=&hdr=maybe&resolution=8k&watched=twice&liked=1')).toEqual({});
    expect(read('year_from=0&year_to=99999&min_rating=11&person=-1&added_days=1.5&min_duration_s=long')).toEqual({});
    expect(read('kind=cat&kind=movie&kind=movie')).toEqual({ kind: ['movie'] });
    expect(read(`tag=${'a'.repeat(121)}&channel=${'b'.repeat(301)}`)).toEqual({});
  });

  it('hold no more words than the server takes', () => {
    const many = Array.from({ length: 50 }, (_, at) => `tag=t${at}`).join('&');
    expect(listed(read(many).tag)).toHaveLength(20);
  });

  it('count as narrowing only when they narrow', () => {
    expect(isNarrowed({ sort_by: 'title', sort_order: 'desc' })).toBe(false);
    expect(isNarrowed({ tag: [], search: '' })).toBe(false);
    expect(isNarrowed({ tag: 'walks' })).toBe(true);
    expect(isNarrowed({ hdr: false })).toBe(true);
  });

  it('are lists where JSON says them', () => {
    expect(filterBody({ kind: 'movie', tag: ['a'], hdr: false, sort_by: 'title' })).toEqual({ kind: ['movie'], tag: ['a'], hdr: false });
  });
});
