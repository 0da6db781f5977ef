/** Sending goes on while its owner is elsewhere: a small card in the corner of every other page. */
import { CircleCheck, TriangleAlert, Upload, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';
import { formatDuration, formatSpeed } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { totalsOf, uploadsHere } from '@/lib/upload';
import { IconButton, ProgressBar } from '@/ui';
import { useUploadItems } from './useUploads';

export function UploadTray() {
  const { t } = useTranslation('add');
  const locale = useLocale();
  const { pathname } = useLocation();
  const items = useUploadItems();
  const totals = totalsOf(items);
  if (totals.files === 0 || pathname === paths.add || pathname === paths.activity) return null;
  const line = [
    totals.speed_bps ? formatSpeed(totals.speed_bps, locale) : null,
    totals.eta_s !== null ? t('upload.left', { time: formatDuration(totals.eta_s) }) : null,
  ].filter(Boolean);
  const paused = items.some((item) => item.state === 'paused');
  const over = !totals.active && !paused && totals.failed === 0;
  const Icon = totals.failed > 0 ? TriangleAlert : over ? CircleCheck : Upload;
  const tone = totals.failed > 0 ? 'text-danger' : over ? 'text-good' : 'text-accent-ink';
  const word = totals.active ? 'sending' : totals.failed > 0 ? 'stopped' : paused ? 'paused' : 'arrived';
  return (
    <aside
      aria-label={t('upload.title')}
      className="fixed right-4 bottom-[calc(var(--tabs)+16px)] z-40 w-[min(340px,calc(100vw-32px))] animate-rise rounded-[14px] border border-line bg-raised shadow-card"
    >
      <Link to={paths.add} className="block rounded-[14px] py-3 pr-12 pl-4">
        <span className="flex items-center gap-2.5 text-small font-semibold">
          <Icon aria-hidden size={17} className={tone} />
          {t(`tray.${word}`, { count: totals.files, done: totals.done, failed: totals.failed })}
        </span>
        <ProgressBar className="mt-2.5" percent={totals.part * 100} look={totals.failed > 0 ? 'danger' : over ? 'good' : 'amber'} label={t('upload.title')} />
        {line.length > 0 ? <span className="mt-1.5 block text-caption text-ink-3 tabular">{line.join(' · ')}</span> : null}
      </Link>
      {totals.active ? null : (
        <IconButton
          icon={X}
          size="sm"
          label={t('tray.dismiss')}
          className="absolute top-1.5 right-1.5"
          onClick={() => uploadsHere().clearDone()}
        />
      )}
    </aside>
  );
}
