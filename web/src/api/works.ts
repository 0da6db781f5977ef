/** Series, people, versions and what is doubtful. */
import { infiniteQueryOptions, keepPreviousData, queryOptions } from '@tanstack/react-query';

import { get, patch, post, put, remove } from './client';
import type {
  DoubtFix,
  Matches,
  Media,
  MediaList,
  MediaPage,
  PersonDetail,
  PersonPage,
  Progress,
  Series,
  SeriesPage,
  SeriesPatch,
} from './contract';
import { keys } from './keys';
import { PAGE_SIZE } from './media';

const MINUTE_MS = 60_000;

const following = (last: { page: number; pages: number }) => (last.page < last.pages ? last.page + 1 : undefined);

export function seriesPages(q: string, genre = '') {
  return infiniteQueryOptions({
    queryKey: keys.seriesList(q, genre),
    queryFn: ({ pageParam, signal }) =>
      get<SeriesPage>('/api/series', { query: { q, genre, page: pageParam, limit: PAGE_SIZE }, signal }),
    initialPageParam: 1,
    getNextPageParam: following,
    placeholderData: keepPreviousData,
  });
}

export function seriesItem(id: string) {
  return queryOptions({
    queryKey: keys.seriesItem(id),
    queryFn: ({ signal }) => get<Series>(`/api/series/${encodeURIComponent(id)}`, { signal }),
  });
}

/** Series of that name, to see whether a new name is already taken. */
export function seriesNamed(q: string) {
  return queryOptions({
    queryKey: [...keys.series, 'named', q],
    queryFn: ({ signal }) => get<SeriesPage>('/api/series', { query: { q, limit: 20 }, signal }),
    enabled: q !== '',
    staleTime: MINUTE_MS,
  });
}

/** The episodes of one season. Those without a season are only found among all of them. */
export function seasonEpisodes(seriesId: string, season: number | null) {
  return queryOptions({
    queryKey: [...keys.episodes(seriesId), season ?? 'none'],
    queryFn: async ({ signal }) => {
      const query = season === null ? {} : { season };
      const found = await get<MediaList>(`/api/series/${encodeURIComponent(seriesId)}/episodes`, { query, signal });
      return { items: found.items.filter((one) => one.season_number === season) };
    },
  });
}

export const editSeries = (id: string, change: SeriesPatch) =>
  patch<Series>(`/api/series/${encodeURIComponent(id)}`, change);

export function peoplePages(q: string) {
  return infiniteQueryOptions({
    queryKey: keys.people(q),
    queryFn: ({ pageParam, signal }) =>
      get<PersonPage>('/api/people', { query: { q, page: pageParam, limit: PAGE_SIZE }, signal }),
    initialPageParam: 1,
    getNextPageParam: following,
    placeholderData: keepPreviousData,
  });
}

export function personPages(id: string) {
  return infiniteQueryOptions({
    queryKey: keys.person(id),
    queryFn: ({ pageParam, signal }) =>
      get<PersonDetail>(`/api/people/${encodeURIComponent(id)}`, { query: { page: pageParam, limit: PAGE_SIZE }, signal }),
    initialPageParam: 1,
    getNextPageParam: following,
  });
}

/** Who has that number, for a filter that names it. */
export function personName(id: number) {
  return queryOptions({
    queryKey: [...keys.person(String(id)), 'name'],
    queryFn: async ({ signal }) => (await get<PersonDetail>(`/api/people/${id}`, { query: { limit: 1 }, signal })).name,
    staleTime: MINUTE_MS,
  });
}

const DOUBTS_AT_ONCE = 100;

export const doubtPages = infiniteQueryOptions({
  queryKey: [...keys.doubts, 'all'],
  queryFn: ({ pageParam, signal }) =>
    get<MediaPage>('/api/doubts', { query: { page: pageParam, limit: DOUBTS_AT_ONCE }, signal }),
  initialPageParam: 1,
  getNextPageParam: following,
});

/** How many there are; for administrators. */
export const doubtCount = queryOptions({
  queryKey: [...keys.doubts, 'count'],
  queryFn: async ({ signal }) => (await get<MediaPage>('/api/doubts', { query: { limit: 1 }, signal })).total,
  staleTime: 5 * MINUTE_MS,
});

export const fixDoubts = (fix: DoubtFix) => post<MediaList>('/api/doubts/fix', fix);

/** What a catalogue on the net may know: a film by its title, or a whole series. */
export type Work = { id: string; of: 'media' | 'series' };

/** What the catalogue on the net has under a title. */
export const matchesFor = ({ id, of }: Work, title: string, year: number | null) =>
  queryOptions({
    queryKey: ['matches', of, id, title, year] as const,
    queryFn: ({ signal }) => get<Matches>(`/api/${of}/${id}/matches`, { query: { title, year }, signal }),
    staleTime: 10 * MINUTE_MS,
    retry: false,
  });

/** It is this film or series of the catalogue: its words are taken over. */
export const chooseMatch = ({ id, of }: Work, value: string) => post<Media | Series>(`/api/${of}/${id}/match`, { value });

/** The files of the other title become versions of this one. */
export const joinMedia = (id: string, otherId: string) => post<Media>(`/api/media/${id}/versions`, { media_id: otherId });
/** The version becomes a title of its own, which is returned. */
export const partVersion = (id: string, assetId: string) => remove<Media>(`/api/media/${id}/versions/${assetId}`);

export const saveProgress = (id: string, position_s: number, duration_s: number | null) =>
  put<Progress>(`/api/media/${id}/progress`, { position_s, duration_s });
