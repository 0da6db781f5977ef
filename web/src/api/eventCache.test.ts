import { QueryClient } from '@tanstack/react-query';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import type { Job, JobPage } from './contract';
import { applyEvent, gather, placeJob } from './eventCache';
import { jobItem, jobList, type JobQuery } from './jobs';
import { keys } from './keys';

const job = (id: string, part: Partial<Job> = {}): Job => ({
  id,
  kind: 'link',
  status: 'running',
  progress: 10,
  downloaded_bytes: null,
  total_bytes: null,
  speed_bps: null,
  eta_s: null,
  step: null,
  media_id: null,
  error: null,
  title: id,
  picture_url: null,
  parent_id: null,
  children: null,
  priority: 0,
  attempts: 1,
  created_at: '2026-11-20T12:00:00Z',
  started_at: null,
  finished_at: null,
  summary: null,
  ...part,
});

const page = (...items: Job[]): JobPage => ({ items, total: items.length, page: 1, limit: 50, pages: 1 });

let cache: QueryClient;
const list = (query: JobQuery) => cache.getQueryData(jobList(query).queryKey)?.items.map((one) => one.id);
const never = () => expect.unreachable('nothing was to be fetched again');

beforeEach(() => {
  cache = new QueryClient();
});

describe('a job that is told', () => {
  it('is put in its place in every list it belongs to', () => {
    cache.setQueryData(jobList({}).queryKey, page(job('b'), job('a')));
    cache.setQueryData(jobList({ status: 'running' }).queryKey, page(job('a')));
    applyEvent(cache, { type: 'job', data: job('a', { progress: 55 }) }, never);
    expect(cache.getQueryData(jobList({}).queryKey)?.items[1]?.progress).toBe(55);
    expect(cache.getQueryData(jobList({ status: 'running' }).queryKey)?.items[0]?.progress).toBe(55);
    expect(cache.getQueryData(jobItem('a').queryKey)?.progress).toBe(55);
  });

  it('has its folder asked for again when its scan begins and when it ends, not in between', () => {
    const asked: unknown[] = [];
    const hear = (part: Partial<Job>) => applyEvent(cache, { type: 'job', data: job('s', { kind: 'scan', ...part }) }, (key) => asked.push(key));
    hear({ status: 'running' });
    expect(asked).toEqual([]); // nobody looks at the folders
    cache.setQueryData(keys.folders, { items: [{ job_id: null }] });
    hear({ status: 'running' });
    expect(asked).toEqual([keys.folders]);
    cache.setQueryData(keys.folders, { items: [{ job_id: 's' }] });
    hear({ status: 'running', progress: 50 });
    hear({ status: 'paused' });
    expect(asked).toHaveLength(1);
    hear({ status: 'completed' });
    expect(asked).toEqual([keys.folders, keys.folders]);
    cache.setQueryData(keys.folders, { items: [{ job_id: null }] });
    hear({ status: 'completed' });
    expect(asked).toHaveLength(2);
  });

  it('leaves the list of running ones when it is done, and stays in the list of all', () => {
    cache.setQueryData(jobList({}).queryKey, page(job('a')));
    cache.setQueryData(jobList({ status: 'running' }).queryKey, page(job('a')));
    applyEvent(cache, { type: 'job', data: job('a', { status: 'completed' }) }, never);
    expect(list({ status: 'running' })).toEqual([]);
    expect(list({})).toEqual(['a']);
  });

  it('comes first when it is new, but children stay out of the list of all', () => {
    cache.setQueryData(jobList({}).queryKey, page(job('a')));
    applyEvent(cache, { type: 'job', data: job('b') }, never);
    applyEvent(cache, { type: 'job', data: job('c', { parent_id: 'b' }) }, never);
    expect(list({})).toEqual(['b', 'a']);
  });

  it('reaches the list of its parent', () => {
    cache.setQueryData(jobList({ parent_id: 'b' }).queryKey, page());
    applyEvent(cache, { type: 'job', data: job('c', { parent_id: 'b' }) }, never);
    expect(list({ parent_id: 'b' })).toEqual(['c']);
  });

  it('goes everywhere when it is deleted, and the count with it', () => {
    cache.setQueryData(jobList({}).queryKey, page(job('a'), job('b')));
    applyEvent(cache, { type: 'job', data: { id: 'a', deleted: true } }, never);
    expect(list({})).toEqual(['b']);
    expect(cache.getQueryData(jobList({}).queryKey)?.total).toBe(1);
  });

  it('is not pushed into a later page', () => {
    const later = { ...page(job('a')), page: 2 };
    expect(placeJob(later, job('z'), { page: 2 })).toBe(later);
  });
});

describe('news of titles', () => {
  it('ask for the lists again, and for the title only where it is known', () => {
    const wished: unknown[] = [];
    cache.setQueryData(keys.mediaItem('known'), {});
    applyEvent(cache, { type: 'media', data: { id: 'strange', change: 'changed' } }, (key) => wished.push(key));
    expect(wished).not.toContainEqual(keys.mediaItem('strange'));
    applyEvent(cache, { type: 'media', data: { id: 'known', change: 'changed' } }, (key) => wished.push(key));
    expect(wished).toContainEqual(keys.mediaItem('known'));
    expect(wished).toContainEqual(['media', 'list']);
  });

  it('forget a title that was removed', () => {
    cache.setQueryData(keys.mediaItem('a'), {});
    applyEvent(cache, { type: 'media', data: { id: 'a', change: 'removed' } }, () => undefined);
    expect(cache.getQueryData(keys.mediaItem('a'))).toBeUndefined();
  });

  it('ask for everything after a reset', () => {
    const wished: unknown[] = [];
    applyEvent(cache, { type: 'library', data: { change: 'reset' } }, (key) => wished.push(key));
    expect(wished).toContainEqual(keys.media);
    expect(wished).toContainEqual(keys.jobs);
  });
});

describe('wishes to fetch again', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  it('of a scan of thousands become one each', () => {
    const fetch = vi.spyOn(cache, 'invalidateQueries').mockResolvedValue();
    const refresh = gather(cache, 800);
    for (let i = 0; i < 5_000; i += 1) {
      refresh(['media', 'list']);
      refresh(['media', 'stats']);
    }
    expect(fetch).not.toHaveBeenCalled();
    vi.advanceTimersByTime(800);
    expect(fetch).toHaveBeenCalledTimes(2);
    refresh(['media', 'list']);
    vi.advanceTimersByTime(800);
    expect(fetch).toHaveBeenCalledTimes(3);
  });
});
