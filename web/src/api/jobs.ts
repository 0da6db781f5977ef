/** Jobs: what the server is doing for us, and what can be done about it. */
import { queryOptions } from '@tanstack/react-query';

import { get, post, remove } from './client';
import type { Job, JobPage } from './contract';
import { keys } from './keys';

export interface JobQuery {
  /** One or several, with commas between. */
  status?: string;
  kind?: string;
  parent_id?: string;
  page?: number;
  limit?: number;
}

export function jobList(query: JobQuery = {}) {
  return queryOptions({
    queryKey: keys.jobList({ ...query }),
    queryFn: ({ signal }) => get<JobPage>('/api/jobs', { query: { ...query }, signal }),
  });
}

/** Those that run at this moment: the ring in the bar. */
export const runningJobs = jobList({ status: 'running', limit: 100 });

export function jobItem(id: string) {
  return queryOptions({
    queryKey: keys.job(id),
    queryFn: ({ signal }) => get<Job>(`/api/jobs/${id}`, { signal }),
  });
}

export type JobAction = 'pause' | 'resume' | 'cancel' | 'retry';

export const actOnJob = (id: string, action: JobAction) => post<Job>(`/api/jobs/${id}/${action}`);
export const forgetJob = (id: string) => remove<undefined>(`/api/jobs/${id}`);
export const clearJobs = () => post<undefined>('/api/jobs/clear');

/** A job that will not change any more by itself. */
export function isFinished(job: Job): boolean {
  return job.status === 'completed' || job.status === 'failed' || job.status === 'cancelled';
}
