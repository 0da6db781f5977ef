/** The lists behind Activity: what goes on, what failed, what is over. The event stream keeps them true. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { jobList, type Job } from '@/api';
import { ASKED_KINDS, BACKGROUND_KINDS } from './words';

export type Show = 'all' | 'running' | 'failed' | 'done';
export const SHOWS: readonly Show[] = ['all', 'running', 'failed', 'done'];

const OPEN = jobList({ kind: ASKED_KINDS, status: 'queued,running,paused', limit: 100 });
const FAILED = jobList({ kind: ASKED_KINDS, status: 'failed', limit: 100 });
const BACKGROUND = jobList({ kind: BACKGROUND_KINDS, status: 'queued,running', limit: 20 });
const DONE_AT_ONCE = 25;

/** A stream that died without a word (a laptop that slept, a proxy) must not freeze the bars. */
const LOOK_AGAIN_MS = 15_000;

const donePage = (page: number) =>
  jobList({ kind: ASKED_KINDS, status: 'completed,cancelled', page, limit: DONE_AT_ONCE });

export interface Jobs {
  readonly jobs: readonly Job[];
  readonly counts: Readonly<Record<Show, number>>;
  /** Of those under way: at work this moment, not waiting and not paused. */
  readonly working: number;
  readonly pending: boolean;
  readonly error: unknown;
  readonly hasMore: boolean;
  more(): void;
  retry(): void;
}

/** A job that moves from page to page, or from list to list, is seen once. */
function once(jobs: readonly Job[]): Job[] {
  const seen = new Set<string>();
  return jobs.filter((job) => !seen.has(job.id) && seen.add(job.id));
}

export function useJobs(show: Show, most?: number): Jobs {
  const [pages, setPages] = useState(1);
  const open = useQuery({ ...OPEN, refetchInterval: (query) => (query.state.data?.total ? LOOK_AGAIN_MS : false) });
  const refetchInterval = open.data?.total ? LOOK_AGAIN_MS : false;
  const failed = useQuery({ ...FAILED, refetchInterval });
  const done = useQueries({
    queries: Array.from({ length: pages }, (_, i) => ({ ...donePage(i + 1), refetchInterval })),
  });
  const all = [open, failed, ...done];
  const doneTotal = done[0]?.data?.total ?? 0;
  const counts = {
    running: open.data?.total ?? 0,
    failed: failed.data?.total ?? 0,
    done: doneTotal,
    all: (open.data?.total ?? 0) + (failed.data?.total ?? 0) + doneTotal,
  };
  const parts: Record<Exclude<Show, 'all'>, readonly Job[]> = {
    running: open.data?.items ?? [],
    failed: failed.data?.items ?? [],
    done: done.flatMap((page) => page.data?.items ?? []),
  };
  const jobs = once(show === 'all' ? [...parts.running, ...parts.failed, ...parts.done] : parts[show]);
  const showsDone = show === 'all' || show === 'done';
  return {
    jobs: most ? jobs.slice(0, most) : jobs,
    counts,
    working: parts.running.filter((job) => job.status === 'running').length,
    pending: all.some((query) => query.isPending),
    error: all.find((query) => query.isError)?.error ?? null,
    hasMore: most === undefined && showsDone && parts.done.length < doneTotal,
    more: () => setPages(pages + 1),
    retry: () => all.forEach((query) => query.isError && void query.refetch()),
  };
}

/** Pictures, previews and fingerprints being made after titles came in. */
export function useBackground(): { count: number; jobs: readonly Job[] } {
  const { data } = useQuery(BACKGROUND);
  return { count: data?.total ?? 0, jobs: data?.items ?? [] };
}

export function useChildren(parent_id: string, wanted: boolean) {
  return useQuery({ ...jobList({ parent_id, limit: 200 }), enabled: wanted });
}
