import { CircleCheckBig } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button, EmptyState, ErrorState, Skeleton } from '@/ui';
import { JobRow } from './JobRow';
import { useJobs, type Show } from './useJobs';

function Skeletons() {
  return (
    <ul aria-hidden>
      {[68, 45, 54].map((width) => (
        <li key={width} className="flex items-center gap-4 border-t border-line py-3.5 first:border-t-0">
          <Skeleton className="aspect-video w-20 rounded-[8px] sm:w-32" />
          <div className="flex-1 space-y-3">
            <Skeleton className="h-4 max-w-64 rounded-full" />
            <div style={{ width: `${width}%` }}>
              <Skeleton className="h-1 rounded-full" />
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}

interface Props {
  readonly show?: Show;
  /** No more than this many; for places where Activity is a guest. */
  readonly most?: number;
}

/** Every job, live: what goes on first, then what needs its owner, then what is over. */
export function ActivityList({ show = 'all', most }: Props) {
  const { t } = useTranslation('activity');
  const { jobs, pending, error, hasMore, more, retry } = useJobs(show, most);
  if (error && jobs.length === 0) return <ErrorState error={error} onRetry={retry} />;
  if (pending && jobs.length === 0) return <Skeletons />;
  if (jobs.length === 0) {
    return (
      <EmptyState icon={CircleCheckBig} title={t(`empty.${show}.title`)} text={t(`empty.${show}.text`)} className={most ? 'py-12' : ''} />
    );
  }
  return (
    <>
      <ul aria-label={t('title')}>
        {jobs.map((job) => (
          <JobRow key={job.id} job={job} />
        ))}
      </ul>
      {hasMore ? (
        <div className="flex justify-center border-t border-line pt-5">
          <Button onClick={more}>{t('more')}</Button>
        </div>
      ) : null}
    </>
  );
}
