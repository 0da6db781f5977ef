/** A job that was started here, looked at until it ends. */
import { useQuery } from '@tanstack/react-query';

import { isFinished, jobItem, type Job } from '@/api';

const LOOK_MS = 800;

/** The stream of events tells of it too, but may die without a word. */
export function useJob(id: string | null): Job | undefined {
  return useQuery({
    ...jobItem(id ?? ''),
    enabled: id !== null,
    staleTime: 0,
    refetchInterval: (query) => (query.state.data && isFinished(query.state.data) ? false : LOOK_MS),
  }).data;
}
