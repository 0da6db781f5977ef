/** How many jobs run, and how far they are together. */
import { useQuery } from '@tanstack/react-query';
import { Activity } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { runningJobs, type Job } from '@/api';
import { paths } from '@/lib/paths';
import { Ring } from '@/ui';

/** Children count with their parent; what is derived from a title afterwards disturbs nobody. */
export function useRunning(): Job[] {
  const { data } = useQuery(runningJobs);
  return (data?.items ?? []).filter((job) => job.parent_id === null && !job.kind.startsWith('derive'));
}

export function ActivityRing() {
  const { t } = useTranslation('shell');
  const running = useRunning();
  const percent = running.reduce((sum, job) => sum + job.progress, 0) / Math.max(1, running.length);
  const label = running.length ? t('running', { count: running.length }) : t('activity');
  return (
    <Link
      to={paths.activity}
      aria-label={label}
      title={label}
      className="inline-flex size-10 items-center justify-center rounded-control text-ink-2 transition-colors duration-150 hover:bg-fill hover:text-ink"
    >
      {running.length > 0 ? (
        <Ring percent={percent} size={23}>
          {running.length > 9 ? '9+' : running.length}
        </Ring>
      ) : (
        <Activity size={20} aria-hidden />
      )}
    </Link>
  );
}
