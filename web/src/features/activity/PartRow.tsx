/** One part of a title that is prepared in parts: its stretch of the film, and how far it is. The whole is paused and cancelled above. */
import { useTranslation } from 'react-i18next';

import type { Job } from '@/api';
import { useLocale } from '@/lib/i18n';
import { useTold } from '@/lib/told';
import { cx, ProgressBar } from '@/ui';

import { factsOf, stateOf, TONES } from './words';

export function PartRow({ job }: { job: Job }) {
  const { t } = useTranslation('activity');
  const told = useTold();
  const locale = useLocale();
  const { word, tone } = stateOf(job, t);
  const stretch = job.title.slice(job.title.lastIndexOf(' ') + 1);
  return (
    <li className="py-1.5 text-small">
      <div className="flex flex-wrap items-baseline gap-x-4">
        <span className="min-w-28 tabular">{stretch}</span>
        <span className={TONES[tone]}>{word}</span>
        <span className="text-caption text-ink-3 tabular">{factsOf(job, locale, t).join(' · ')}</span>
      </div>
      {job.status === 'running' ? (
        <ProgressBar className="mt-1.5 mb-1 max-w-md" percent={job.progress || null} label={t('progressOf', { title: job.title })} />
      ) : null}
      {job.error ? <p className={cx('mt-0.5 wrap-anywhere', TONES.bad)}>{told.error(job.error, job.kind).detail}</p> : null}
    </li>
  );
}
