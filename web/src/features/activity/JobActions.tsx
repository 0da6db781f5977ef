import { LibraryBig, Pause, Play, RotateCcw, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { isFinished, type Job } from '@/api';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, IconButton } from '@/ui';
import { useJobActions } from './useJobActions';

/** The buttons of one job: what makes sense for it now, and no more. */
export function JobActions({ job, small }: { job: Job; small?: boolean }) {
  const { t } = useTranslation('activity');
  const { act, forget } = useJobActions();
  const going = job.status === 'running' || job.status === 'queued';
  const named = { title: job.title };
  const again = job.status === 'failed' || job.status === 'cancelled';
  return (
    <div className="flex items-center gap-1 sm:gap-1.5">
      {again ? (
        <Button size="sm" icon={RotateCcw} aria-label={t('do.retryNamed', named)} onClick={() => act(job, 'retry')}>
          <span className="max-sm:hidden">{t('do.retry')}</span>
        </Button>
      ) : null}
      {job.media_id && job.status === 'completed' ? (
        <ButtonLink size="sm" icon={Play} solid to={paths.watch(job.media_id)} aria-label={t('do.watchNamed', named)}>
          {t('do.watch')}
        </ButtonLink>
      ) : null}
      {!job.media_id && job.status === 'completed' && !small ? (
        <ButtonLink size="sm" icon={LibraryBig} to={paths.library} className="max-sm:hidden">
          {t('do.library')}
        </ButtonLink>
      ) : null}
      {going ? <IconButton icon={Pause} label={t('do.pauseNamed', named)} onClick={() => act(job, 'pause')} /> : null}
      {job.status === 'paused' ? (
        <IconButton icon={Play} label={t('do.resumeNamed', named)} onClick={() => act(job, 'resume')} />
      ) : null}
      {isFinished(job) ? (
        small ? null : <IconButton icon={X} label={t('do.forgetNamed', named)} onClick={() => forget(job)} />
      ) : (
        <IconButton icon={X} label={t('do.cancelNamed', named)} onClick={() => act(job, 'cancel')} />
      )}
    </div>
  );
}
