/** Preparing titles ahead, the segment cache, and what is being encoded. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { get, post, put, remove } from './client';
import type { CacheState, Encoder, EncodingNow, Job, PrepareRules, Preparation, Speed } from './contract';
import { keys } from './keys';

const LOOK_AGAIN_MS = 3000;
const TITLES_AT_ONCE = 20;

export function preparation(id: string) {
  return queryOptions({
    queryKey: keys.preparation(id),
    queryFn: ({ signal }) => get<Preparation>(`/api/media/${id}/prepare`, { signal }),
    // Its job tells each step to those who asked for it; others look now and then.
    refetchInterval: ({ state }) =>
      state.data?.state === 'running' || state.data?.state === 'waiting' ? LOOK_AGAIN_MS : false,
  });
}

export const prepareMedia = (id: string, heights?: number[]) =>
  post<{ job: Job }>(`/api/media/${id}/prepare`, heights ? { heights } : undefined);
export const dropPrepared = (id: string) => remove<{ freed_bytes: number }>(`/api/media/${id}/prepare`);

export function cacheState(pages: number) {
  return queryOptions({
    queryKey: [...keys.streamCache, pages],
    queryFn: ({ signal }) =>
      get<CacheState>('/api/streaming/cache', { query: { limit: Math.min(200, pages * TITLES_AT_ONCE) }, signal }),
    placeholderData: keepPreviousData,
  });
}

export const emptyCache = (media_id?: string) =>
  remove<{ freed_bytes: number }>('/api/streaming/cache', { query: { media_id } });

export const prepareRules = queryOptions({
  queryKey: keys.prepareRules,
  queryFn: ({ signal }) => get<PrepareRules>('/api/streaming/rules', { signal }),
});

export const savePrepareRules = (rules: PrepareRules) => put<PrepareRules>('/api/streaming/rules', rules);

export const encodingNow = queryOptions({
  queryKey: keys.encodingNow,
  queryFn: ({ signal }) => get<EncodingNow>('/api/streaming/now', { signal }),
  refetchInterval: LOOK_AGAIN_MS,
  retry: false,
});

export const encoderList = queryOptions({
  queryKey: keys.encoders,
  queryFn: ({ signal }) => get<Encoder[]>('/api/streaming/encoders', { signal }),
  staleTime: 60_000,
  retry: false,
});

/** How playing went in the last days; the old answer stands until the new one is there. */
export function speedOf(days: number) {
  return queryOptions({
    queryKey: keys.speed(days),
    queryFn: ({ signal }) => get<Speed>('/api/streaming/speed', { query: { days }, signal }),
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  });
}
