/** What the library sorts itself into: genres, and channels of what was saved from elsewhere. The largest first. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { get } from './client';
import type { Shelves } from './contract';
import { keys } from './keys';

const MINUTE_MS = 60_000;
const AT_ONCE = 60;

const following = (last: { page: number; pages: number }) => (last.page < last.pages ? last.page + 1 : undefined);

/** The largest genres. */
export function fewGenres(limit: number) {
  return queryOptions({
    queryKey: [...keys.genres, 'few', limit],
    queryFn: ({ signal }) => get<Shelves>('/api/genres', { query: { limit }, signal }),
    staleTime: MINUTE_MS,
  });
}

export const genrePages = infiniteQueryOptions({
  queryKey: [...keys.genres, 'pages'],
  queryFn: ({ pageParam, signal }) => get<Shelves>('/api/genres', { query: { page: pageParam, limit: AT_ONCE }, signal }),
  initialPageParam: 1,
  getNextPageParam: following,
  staleTime: MINUTE_MS,
});

/** The largest channels whose name holds what was typed. */
export function fewChannels(q: string, limit: number) {
  return queryOptions({
    queryKey: [...keys.channels, 'few', q, limit],
    queryFn: ({ signal }) => get<Shelves>('/api/channels', { query: { q, limit }, signal }),
    staleTime: MINUTE_MS,
    placeholderData: keepPreviousData,
  });
}

export function channelPages(q: string) {
  return infiniteQueryOptions({
    queryKey: [...keys.channels, 'pages', q],
    queryFn: ({ pageParam, signal }) =>
      get<Shelves>('/api/channels', { query: { q, page: pageParam, limit: AT_ONCE }, signal }),
    initialPageParam: 1,
    getNextPageParam: following,
    staleTime: MINUTE_MS,
    placeholderData: keepPreviousData,
  });
}
