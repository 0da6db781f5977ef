/** Media: lists, one title, home rows, search, and what can be done with a title. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { get, patch, post, remove } from './client';
import type {
  Home,
  Capabilities,
  Media,
  MediaDeleted,
  MediaList,
  MediaPage,
  MediaPatch,
  Playback,
  SaidIn,
  SearchResult,
  StatsOverview,
  Suggestion,
  TagCount,
} from './contract';
import type { MediaQuery } from './filters';
import { keys } from './keys';

/** Titles in one page of a list. Divides evenly into rows of 2, 3, 4, 5 and 6. */
export const PAGE_SIZE = 60;

const MINUTE_MS = 60_000;

/** One page of the list. Pages are kept apart, so that a jump fetches only what is seen. */
export function mediaPage(query: MediaQuery, page: number, limit = PAGE_SIZE) {
  return queryOptions({
    queryKey: [...keys.mediaList(query), page, limit],
    queryFn: ({ signal }) => get<MediaPage>('/api/media', { query: { ...query, page, limit }, signal }),
    staleTime: MINUTE_MS,
  });
}

export function mediaPages(query: MediaQuery, limit = PAGE_SIZE) {
  return infiniteQueryOptions({
    queryKey: [...keys.mediaList(query), 'all', limit],
    queryFn: ({ pageParam, signal }) =>
      get<MediaPage>('/api/media', { query: { ...query, page: pageParam, limit }, signal }),
    initialPageParam: 1,
    getNextPageParam: (last) => (last.page < last.pages ? last.page + 1 : undefined),
  });
}

export function mediaItem(id: string) {
  return queryOptions({
    queryKey: keys.mediaItem(id),
    queryFn: ({ signal }) => get<Media>(`/api/media/${id}`, { signal }),
    staleTime: MINUTE_MS,
  });
}

/** The episodes of a series in their order, all seasons. */
export function seriesEpisodes(seriesId: string) {
  return queryOptions({
    queryKey: keys.episodes(seriesId),
    queryFn: ({ signal }) => get<MediaList>(`/api/series/${seriesId}/episodes`, { signal }),
    staleTime: MINUTE_MS,
  });
}

/** How this browser would get the title, with the reasons. Grants expire, so it is never kept long. */
export function mediaPlayback(id: string, capabilities: Capabilities) {
  return queryOptions({
    queryKey: [...keys.playback(id), capabilities],
    queryFn: ({ signal }) => post<Playback>(`/api/media/${id}/playback`, capabilities, { signal }),
    staleTime: MINUTE_MS,
    retry: false,
  });
}

/** How a common desktop browser would get the title: enough for a look at it before anybody plays. */
export function moviePreview(id: string) {
  return queryOptions({
    queryKey: [...keys.playback(id), 'preview'],
    queryFn: ({ signal }) => get<Playback>(`/api/media/${id}/playback`, { signal }),
    staleTime: MINUTE_MS,
    retry: false,
  });
}

/** All of Home but its collections: what was begun, what is next, what is new, and rows of what there is enough of. */
export const home = queryOptions({
  queryKey: keys.home,
  queryFn: ({ signal }) => get<Home>('/api/home', { signal }),
});

export const recentlyAdded = queryOptions({
  queryKey: keys.recentlyAdded,
  queryFn: ({ signal }) => get<MediaList>('/api/media/recently-added', { query: { limit: 24 }, signal }),
});

export const statsOverview = queryOptions({
  queryKey: keys.stats,
  queryFn: ({ signal }) => get<StatsOverview>('/api/media/stats/overview', { signal }),
  staleTime: MINUTE_MS,
});

export const tagList = queryOptions({
  queryKey: keys.tags,
  queryFn: ({ signal }) => get<{ items: TagCount[] }>('/api/tags', { signal }),
  staleTime: MINUTE_MS,
});

export function searchAll(q: string, limit = 60) {
  return queryOptions({
    queryKey: [...keys.search(q), limit],
    queryFn: ({ signal }) => get<SearchResult>('/api/search', { query: { q, limit }, signal }),
    enabled: q.trim() !== '',
    staleTime: MINUTE_MS,
    placeholderData: keepPreviousData,
  });
}

/** In which titles something is said, with the lines and their seconds. */
export function searchSaid(q: string) {
  return queryOptions({
    queryKey: [...keys.search(q), 'said'],
    queryFn: ({ signal }) => get<{ items: SaidIn[] }>('/api/search/said', { query: { q }, signal }),
    enabled: q.trim() !== '',
    staleTime: MINUTE_MS,
  });
}

export function searchSuggest(q: string, limit = 8) {
  return queryOptions({
    queryKey: [...keys.suggest(q), limit],
    queryFn: ({ signal }) => get<{ items: Suggestion[] }>('/api/search/suggest', { query: { q, limit }, signal }),
    enabled: q.trim() !== '',
    staleTime: MINUTE_MS,
    placeholderData: keepPreviousData,
  });
}

/** Any title that fits the filters. */
export function randomMedia(query: MediaQuery): Promise<Media> {
  return get<Media>('/api/media/random', { query: { ...query, sort_by: undefined, sort_order: undefined } });
}

export const editMedia = (id: string, change: MediaPatch) => patch<Media>(`/api/media/${id}`, change);
export const deleteMedia = (id: string, deleteFile: boolean) =>
  remove<MediaDeleted>(`/api/media/${id}`, { query: { delete_file: deleteFile } });
export const restoreMedia = (id: string) => post<Media>(`/api/media/${id}/restore`);
/** Takes a title out of the row of those begun. */
export const forgetProgress = (id: string) => remove<undefined>(`/api/media/${id}/progress`);
export const downloadAddress = (id: string) => `/api/media/${id}/download`;
