/** How far a job is, or why it failed. */
import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Job } from '@/api';
import { useTold } from '@/lib/told';
import { ProgressBar } from '@/ui';

import { stepOf } from './words';

export function JobLine({ job, label }: { job: Job; label: string }) {
  const { t } = useTranslation('backups');
  const told = useTold();
  if (job.status === 'completed') return null;
  if (job.status === 'failed' || job.status === 'cancelled') {
    const { detail, fix } = job.error ? told.error(job.error) : { detail: t('failed'), fix: '' };
    return (
      <p role="alert" className="flex items-start gap-2.5 text-small text-ink-2">
        <TriangleAlert size={17} className="mt-0.5 shrink-0 text-danger" aria-hidden />
        <span className="wrap-anywhere">
          <strong className="font-semibold text-ink">{detail}</strong> {fix}
        </span>
      </p>
    );
  }
  const step = stepOf(job.step);
  return (
    <div role="status" className="rounded-control bg-fill px-4 py-3">
      <p className="text-small text-ink-2">{step ? t(`step.${step}`) : t('step.queued')}</p>
      <ProgressBar className="mt-2.5" percent={job.progress || null} label={label} />
    </div>
  );
}
