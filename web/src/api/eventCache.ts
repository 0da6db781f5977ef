/**
 * What an event of the server does to the answers we keep. Jobs arrive whole and are put in place;
 * of media and folders only the news arrives, so the lists concerned are fetched again, at most
 * once in a while: a scan tells of thousands of titles in a minute.
 */
import type { QueryClient, QueryKey } from '@tanstack/react-query';

import type { Folder, Job, JobEvent, JobPage, LibraryEvent, MediaEvent } from './contract';
import { isFinished, type JobQuery } from './jobs';
import { keys } from './keys';

export type ServerEvent =
  | { type: 'job'; data: JobEvent }
  | { type: 'media'; data: MediaEvent }
  | { type: 'library'; data: LibraryEvent }
  | { type: 'preferences'; data: Record<string, never> };

/** Asks for lists to be fetched again, many wishes becoming one. */
export type Refresh = (key: QueryKey) => void;

const isDeleted = (event: JobEvent): event is { id: string; deleted: true } => 'deleted' in event;

/** Whether a job belongs in the list that was asked for. */
export function belongs(job: Job, query: JobQuery): boolean {
  if (query.status && !query.status.split(',').includes(job.status)) return false;
  if (query.kind && !query.kind.split(',').includes(job.kind)) return false;
  if (query.parent_id && job.parent_id !== query.parent_id) return false;
  return true;
}

/** The page with the job put in its place, or taken out. A list keeps its order: newest first. */
export function placeJob(page: JobPage, job: Job, query: JobQuery): JobPage {
  const at = page.items.findIndex((item) => item.id === job.id);
  if (!belongs(job, query)) {
    if (at < 0) return page;
    return { ...page, total: page.total - 1, items: page.items.filter((item) => item.id !== job.id) };
  }
  if (at >= 0) return { ...page, items: page.items.map((item) => (item.id === job.id ? job : item)) };
  const child = job.parent_id !== null && !query.parent_id && !query.status;
  if (page.page !== 1 || child) return page;
  return { ...page, total: page.total + 1, items: [job, ...page.items] };
}

function dropJob(page: JobPage, id: string): JobPage {
  const items = page.items.filter((item) => item.id !== id);
  return items.length === page.items.length ? page : { ...page, total: page.total - 1, items };
}

/** A folder names the scan under way, an import its job: what begins or ends changes them. */
function applyWork(cache: QueryClient, job: Job, refresh: Refresh): void {
  if (job.kind === 'moving.import' && isFinished(job)) refresh(keys.imports);
  if (job.kind !== 'scan') return;
  const folders = cache.getQueryData<{ items: Folder[] }>(keys.folders)?.items;
  const named = folders?.some((folder) => folder.job_id === job.id);
  if (named === isFinished(job)) refresh(keys.folders);
}

function applyJob(cache: QueryClient, event: JobEvent, refresh: Refresh): void {
  if (!isDeleted(event)) applyWork(cache, event, refresh);
  if (isDeleted(event)) cache.removeQueries({ queryKey: keys.job(event.id) });
  else cache.setQueryData(keys.job(event.id), event);
  for (const [key, page] of cache.getQueriesData<JobPage>({ queryKey: ['jobs', 'list'] })) {
    if (!page) continue;
    const query = (key[2] ?? {}) as JobQuery;
    const next = isDeleted(event) ? dropJob(page, event.id) : placeJob(page, event, query);
    if (next !== page) cache.setQueryData(key, next);
  }
}

const SHOWING_TITLES = ['list', 'home', 'recent', 'stats', 'tags', 'search', 'series', 'episodes', 'people', 'doubts', 'duplicates', 'collections', 'genres', 'channels'];

function applyMedia(cache: QueryClient, event: MediaEvent, refresh: Refresh): void {
  if (event.change === 'removed') cache.removeQueries({ queryKey: keys.mediaItem(event.id) });
  else if (cache.getQueryData(keys.mediaItem(event.id))) refresh(keys.mediaItem(event.id));
  for (const part of SHOWING_TITLES) refresh(['media', part]);
}

function applyLibrary(event: LibraryEvent, refresh: Refresh): void {
  if (event.change === 'folders') refresh(keys.folders);
  if (event.change === 'collections') refresh(keys.collections);
  if (event.change !== 'reset') return;
  for (const key of [keys.media, keys.jobs, keys.folders, keys.imports, keys.collections, keys.uploads, keys.preferences]) refresh(key);
}

export function applyEvent(cache: QueryClient, event: ServerEvent, refresh: Refresh): void {
  if (event.type === 'job') applyJob(cache, event.data, refresh);
  if (event.type === 'media') applyMedia(cache, event.data, refresh);
  if (event.type === 'library') applyLibrary(event.data, refresh);
  if (event.type === 'preferences') refresh(keys.preferences);
}

/** A Refresh that waits `delayMs` after the first wish and then grants them all at once. */
export function gather(cache: QueryClient, delayMs: number): Refresh {
  const wishes = new Map<string, QueryKey>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (key) => {
    wishes.set(JSON.stringify(key), key);
    timer ??= setTimeout(() => {
      timer = undefined;
      const due = [...wishes.values()];
      wishes.clear();
      for (const queryKey of due) void cache.invalidateQueries({ queryKey });
    }, delayMs);
  };
}
