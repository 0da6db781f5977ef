/** Titles that show the same pictures. For administrators. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { get, post, put } from './client';
import type { Duplicates } from './contract';
import { keys } from './keys';

const MINUTE_MS = 60_000;
const AT_ONCE = 30;

export const duplicatePages = infiniteQueryOptions({
  queryKey: [...keys.duplicates, 'all'],
  queryFn: ({ pageParam, signal }) => get<Duplicates>('/api/duplicates', { query: { page: pageParam, limit: AT_ONCE }, signal }),
  initialPageParam: 1,
  getNextPageParam: (last) => (last.page < last.pages ? last.page + 1 : undefined),
});

/** How many groups there are. */
export const duplicateCount = queryOptions({
  queryKey: [...keys.duplicates, 'count'],
  queryFn: async ({ signal }) => (await get<Duplicates>('/api/duplicates', { query: { limit: 1 }, signal })).total,
  staleTime: 5 * MINUTE_MS,
});

/** They are different films, or with `different` false nobody said so. */
export const settleDuplicates = (media_ids: string[], different: boolean) =>
  put('/api/duplicates/settled', { media_ids, different });

export const lookForDuplicates = () => post<{ files: number }>('/api/duplicates/look');
