/** A browser-ready copy: offered, on its way with its bar, or there. */
import { CircleCheck, Clock, MonitorPlay, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { ApiError, type Job, type Media, type Preparation } from '@/api';
import { formatBytes, formatDuration, formatPercent } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

import { Button } from '../Button';
import { IconButton } from '../IconButton';
import { ProgressBar } from '../ProgressBar';
import { ErrorLine } from '../States';
import { usePrepare } from './usePrepare';

/** Per cent of the bits: less is not worth a sentence. */
const LEAST_SAVED = 2;

interface Props {
  media: Pick<Media, 'id' | 'title' | 'editable'>;
  /** Not offered where there is nothing yet: only what is there is shown. */
  quiet?: boolean;
}

function Going({ title, standing }: { title: string; standing: Preparation }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const { job, state, percent } = standing;
  const running = state === 'running';
  const word = running
    ? t('prepare.running', { percent: formatPercent(Math.floor(percent), locale) })
    : t(job?.status === 'paused' ? 'prepare.paused' : 'prepare.waiting');
  const left = running && job?.eta_s ? t('prepare.left', { time: formatDuration(job.eta_s) }) : null;
  return (
    <div role="status">
      <p className="flex flex-wrap items-center gap-x-2 text-small font-semibold">
        <Clock size={16} aria-hidden className="shrink-0 opacity-60" />
        {word}
        {left && <span className="font-normal opacity-70 tabular">{left}</span>}
      </p>
      <ProgressBar className="mt-2.5" percent={percent} label={t('prepare.progress', { title })} />
    </div>
  );
}

function There({ standing, onDrop, busy }: { standing: Preparation; onDrop: (() => void) | null; busy: boolean }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const saved = standing.saved_percent ?? 0;
  const av1 = standing.rungs.some((rung) => rung.wanted && rung.codec === 'av1');
  return (
    <div className="flex items-center gap-3">
      <CircleCheck size={18} aria-hidden className="shrink-0 text-good" />
      <p className="min-w-0 flex-1 text-small">
        {t(av1 ? 'prepare.readyAv1' : 'prepare.ready')}{' '}
        <span className="opacity-70">
          {t('prepare.takes', { size: formatBytes(standing.bytes, locale) })}
          {saved >= LEAST_SAVED && ` ${t('prepare.saved', { percent: formatPercent(saved, locale) })}`}
        </span>
      </p>
      {onDrop && <IconButton icon={Trash2} label={t('prepare.drop')} onClick={onDrop} disabled={busy} />}
    </div>
  );
}

/** Why the last try stopped, in the server's words, as an error line shows it. */
function Stopped({ job, onRetry }: { job: Job; onRetry: () => void }) {
  if (!job.error) return null;
  const { code, detail, fix } = job.error;
  return <ErrorLine error={new ApiError(500, code, detail, fix)} onRetry={onRetry} />;
}

export function PrepareCard({ media, quiet }: Props) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const { standing, make, drop } = usePrepare(media);
  const now = standing.data;
  if (!now) return standing.isError && !quiet ? <ErrorLine error={standing.error} onRetry={() => void standing.refetch()} /> : null;
  if (now.state === 'waiting' || now.state === 'running') return <Going title={media.title} standing={now} />;
  const failure = make.error ?? drop.error;
  if (now.state === 'ready') {
    const may = media.editable !== false;
    return <There standing={now} busy={drop.isPending} onDrop={may ? () => drop.mutate() : null} />;
  }
  if (quiet && now.job?.status !== 'failed') return null;
  const likely = now.rungs.reduce((sum, rung) => sum + rung.likely_bytes, 0);
  return (
    <div className="flex flex-col items-start gap-3">
      {now.job?.status === 'failed' && !make.isPending ? <Stopped job={now.job} onRetry={() => make.mutate()} /> : (
        <p className="text-small text-pretty opacity-75">
          {likely > 0 ? t('prepare.text', { size: formatBytes(likely, locale) }) : t('prepare.textPlain')}
        </p>
      )}
      {failure && <ErrorLine error={failure} />}
      <Button size="sm" icon={MonitorPlay} busy={make.isPending} onClick={() => make.mutate()}>
        {t('prepare.make')}
      </Button>
    </div>
  );
}
