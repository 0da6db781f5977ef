/** What can be done with a job: shown at once, taken back where the server refuses. */
import { useMutation, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { actOnJob, ApiError, clearJobs, forgetJob, keys, type Job, type JobAction, type JobPage, type JobStatus } from '@/api';
import { useTold } from '@/lib/told';
import { toast } from '@/ui';

const LISTS = ['jobs', 'list'] as const;

const AFTER: Readonly<Record<JobAction, JobStatus>> = {
  pause: 'paused',
  resume: 'queued',
  cancel: 'cancelled',
  retry: 'queued',
};

function patchJobs(cache: QueryClient, change: (job: Job) => Job | null): void {
  cache.setQueriesData<JobPage>({ queryKey: LISTS }, (page) => {
    if (!page) return page;
    const items = page.items.flatMap((job) => change(job) ?? []);
    return { ...page, items, total: page.total - (page.items.length - items.length) };
  });
}

export function useJobActions() {
  const cache = useQueryClient();
  const { t } = useTranslation('activity');
  const told = useTold();
  const refused = (error: unknown) => {
    toast(error instanceof ApiError ? told.line(error) : t('refused'), { look: 'danger' });
    void cache.invalidateQueries({ queryKey: keys.jobs });
  };
  const act = useMutation({
    mutationFn: ({ job, action }: { job: Job; action: JobAction }) => actOnJob(job.id, action),
    onMutate: ({ job, action }) =>
      patchJobs(cache, (one) =>
        one.id === job.id ? { ...one, status: AFTER[action], speed_bps: null, eta_s: null, error: null } : one,
      ),
    onSuccess: (next, { job, action }) => {
      patchJobs(cache, (one) => (one.id === next.id ? next : one));
      void cache.invalidateQueries({ queryKey: keys.jobs });
      if (action !== 'cancel') return;
      toast(t('cancelledToast', { title: job.title }), {
        action: { label: t('do.again'), run: () => act.mutate({ job, action: 'retry' }) },
      });
    },
    onError: refused,
  });
  const forget = useMutation({
    mutationFn: (job: Job) => forgetJob(job.id),
    onMutate: (job) => patchJobs(cache, (one) => (one.id === job.id ? null : one)),
    onError: refused,
  });
  const clear = useMutation({
    mutationFn: clearJobs,
    onSuccess: () => cache.invalidateQueries({ queryKey: keys.jobs }),
    onError: refused,
  });
  return {
    act: (job: Job, action: JobAction) => act.mutate({ job, action }),
    forget: (job: Job) => forget.mutate(job),
    clear: () => clear.mutate(),
    clearing: clear.isPending,
  };
}
