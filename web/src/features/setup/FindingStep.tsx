/** What is being found, as it is found. One need not wait: the page can be left at any time. */
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, FolderSearch, Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { isFinished, jobList, recentlyAdded, statsOverview, type Job } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { useTold } from '@/lib/told';
import { Button, ButtonLink, ErrorLine, Picture, ProgressBar, Skeleton, Spinner } from '@/ui';

function Working({ job }: { job: Job }) {
  const { t } = useTranslation('setup');
  const done = isFinished(job);
  const told = useTold();
  const children = job.children;
  return (
    <li className="py-3">
      <p className="flex items-center gap-3 text-small">
        {done ? <CircleCheck size={17} className="text-good" aria-hidden /> : <Spinner size={17} />}
        <span className="min-w-0 flex-1 truncate font-semibold">{job.title || t('finding.job')}</span>
        {children && children.total > 0 && (
          <span className="text-ink-3 tabular">{t('finding.of', { done: children.completed + children.failed, total: children.total })}</span>
        )}
      </p>
      {!done && <ProgressBar percent={job.status === 'queued' ? null : job.progress} label={job.title} className="mt-2.5" />}
      {job.error && <p className="mt-1.5 text-caption text-danger">{told.line(job.error, job.kind)}</p>}
    </li>
  );
}

function Found() {
  const recent = useQuery(recentlyAdded);
  const items = recent.data?.items.slice(0, 9) ?? [];
  const empty = Math.max(0, 6 - items.length);
  return (
    <ul className="grid grid-cols-3 gap-2.5">
      {items.map((media) => (
        <li key={media.id} className="animate-rise">
          <Picture src={media.poster_url} blurhash={media.blurhash} alt={media.title} sizes="240px" className="aspect-video rounded-card" />
          <p className="mt-1 truncate text-caption text-ink-2">{media.title}</p>
        </li>
      ))}
      {Array.from({ length: empty }, (_, at) => (
        <li key={`empty-${at}`} aria-hidden>
          <Skeleton className="aspect-video" />
        </li>
      ))}
    </ul>
  );
}

export function FindingStep({ onBack }: { onBack: () => void }) {
  const { t } = useTranslation('setup');
  const locale = useLocale();
  const jobs = useQuery(jobList({ limit: 20 }));
  const found = useQuery(statsOverview).data?.media ?? 0;
  const roots = (jobs.data?.items ?? []).filter((job) => job.parent_id === null && !job.kind.startsWith('derive'));
  const settled = roots.length > 0 && roots.every(isFinished);
  return (
    <div className="flex flex-col gap-6">
      <p role="status" className="text-center">
        <span className="block text-hero font-[750] tracking-[-0.035em] tabular">{formatNumber(found, locale)}</span>
        <span className="text-body text-ink-2">{t('finding.found', { count: found })}</span>
      </p>
      {jobs.isError && <ErrorLine error={jobs.error} onRetry={() => void jobs.refetch()} />}
      {roots.length > 0 && (
        <ul className="divide-y divide-line rounded-panel border border-line bg-surface px-4">
          {roots.slice(0, 5).map((job) => (
            <Working key={job.id} job={job} />
          ))}
        </ul>
      )}
      <div className="flex flex-wrap justify-center gap-2.5">
        <ButtonLink to={paths.home} look="primary" icon={settled ? undefined : FolderSearch}>
          {t(settled ? 'finding.goDone' : 'finding.go')}
        </ButtonLink>
        <Button icon={Plus} onClick={onBack}>
          {t('finding.more')}
        </Button>
      </div>
      <Found />
    </div>
  );
}
