/** The scan of a folder while it runs. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pause, Play, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { actOnJob, isFinished, jobItem, keys, type Job, type JobAction } from '@/api';
import { formatDuration, formatNumber, formatPercent } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { IconButton, ProgressBar } from '@/ui';
import { useSayFailure } from '@/ui/media';

/** A stream that died without a word must not freeze the bar. */
const LOOK_AGAIN_MS = 10_000;

function useWords(job: Job): string {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  if (job.status === 'paused') return t('folders.progress.paused');
  if (job.status === 'queued') return t('folders.progress.waiting');
  const found = job.summary?.['found'];
  return [
    t('folders.progress.running'),
    typeof found === 'number' && t('folders.found', { count: found, shown: formatNumber(found, locale) }),
    job.progress > 0 && formatPercent(job.progress, locale),
    job.eta_s !== null && job.eta_s > 0 && t('folders.progress.left', { time: formatDuration(job.eta_s) }),
  ]
    .filter(Boolean)
    .join(' · ');
}

function Running({ job, path }: { job: Job; path: string }) {
  const { t } = useTranslation('settings');
  const cache = useQueryClient();
  const say = useSayFailure();
  const words = useWords(job);
  const act = useMutation({
    mutationFn: (action: JobAction) => actOnJob(job.id, action),
    onSuccess: (next) => cache.setQueryData(keys.job(job.id), next),
    onError: say,
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: keys.folders });
      void cache.invalidateQueries({ queryKey: keys.jobs });
    },
  });
  const paused = job.status === 'paused';
  return (
    <div className="flex items-center gap-3">
      <div className="min-w-0 flex-1">
        <p className="text-caption text-ink-2 tabular">{words}</p>
        <ProgressBar className="mt-2" percent={job.status === 'queued' || (job.progress <= 0 && !paused) ? null : job.progress} label={t('folders.progress.of', { path })} />
      </div>
      <IconButton
        size="sm"
        icon={paused ? Play : Pause}
        label={t(paused ? 'folders.progress.resume' : 'folders.progress.pause', { path })}
        disabled={act.isPending}
        onClick={() => act.mutate(paused ? 'resume' : 'pause')}
      />
      <IconButton size="sm" icon={X} label={t('folders.progress.cancel', { path })} disabled={act.isPending} onClick={() => act.mutate('cancel')} />
    </div>
  );
}

export function ScanProgress({ id, path }: { id: string; path: string }) {
  const job = useQuery({ ...jobItem(id), refetchInterval: LOOK_AGAIN_MS }).data;
  return job && !isFinished(job) ? <Running job={job} path={path} /> : null;
}
