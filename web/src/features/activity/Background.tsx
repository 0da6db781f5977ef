import { useTranslation } from 'react-i18next';
import { Spinner } from '@/ui';
import { useBackground } from './useJobs';

/** Work that follows by itself: one line, so that it neither hides nor crowds what was asked for. */
export function Background() {
  const { t } = useTranslation('activity');
  const { count, jobs } = useBackground();
  if (count === 0) return null;
  const now = jobs.find((job) => job.status === 'running') ?? jobs[0];
  return (
    <p role="status" className="mt-3 flex min-w-0 items-center gap-2.5 rounded-card bg-fill px-3.5 py-2.5 text-small text-ink-2">
      <Spinner size={15} />
      <span className="min-w-0 truncate">
        {t('background', { count })}
        {now ? <span className="text-ink-3"> · {now.title}</span> : null}
      </span>
    </p>
  );
}
