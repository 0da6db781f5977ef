import { FileAudio, FileVideo, FolderOpen, Pause, Play, RotateCcw, TriangleAlert, X } from 'lucide-react';
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBytes, formatDuration, formatPercent, formatSpeed } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { useTold } from '@/lib/told';
import type { UploadItem, Uploads } from '@/lib/upload';
import { Button, cx, IconButton, ProgressBar, toast } from '@/ui';

const USUAL = ['too_large', 'no_space', 'expired'];
const AUDIO = /\.(mp3|m4a|m4b|aac|flac|wav|ogg|oga|opus|mka|wma)$/i;

interface Props {
  readonly item: UploadItem;
  readonly uploads: Uploads;
  readonly limit_bytes: number | null;
}

function useFacts(item: UploadItem): string {
  const { t } = useTranslation('add');
  const locale = useLocale();
  const size = formatBytes(item.size_bytes, locale);
  if (item.state === 'needs_file') {
    const part = formatPercent((item.sent_bytes / item.size_bytes) * 100, locale);
    return t('upload.begun', { part, size });
  }
  if (item.state === 'waiting' && item.sent_bytes === 0) return size;
  const facts = [t('upload.bytes', { done: formatBytes(item.sent_bytes, locale), whole: size })];
  if (item.speed_bps) facts.push(formatSpeed(item.speed_bps, locale));
  if (item.eta_s !== null) facts.push(t('upload.left', { time: formatDuration(item.eta_s) }));
  return facts.join(' · ');
}

/** The browser gives a file back only when it is chosen again. */
function ChooseAgain({ item, uploads }: Pick<Props, 'item' | 'uploads'>) {
  const { t } = useTranslation('add');
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <input
        ref={input}
        type="file"
        className="hidden"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file && !uploads.give(item.key, file)) toast(t('upload.otherFile', { name: item.name }), { look: 'danger' });
          event.target.value = '';
        }}
      />
      <Button size="sm" icon={FolderOpen} onClick={() => input.current?.click()}>
        <span className="max-sm:sr-only">{t('upload.choose')}</span>
      </Button>
    </>
  );
}

function Buttons({ item, uploads }: Pick<Props, 'item' | 'uploads'>) {
  const { t } = useTranslation('add');
  const named = { name: item.name };
  const going = ['waiting', 'sending', 'retrying'].includes(item.state);
  const canRetry = item.state === 'failed' && item.fault !== 'empty' && item.fault !== 'too_large';
  return (
    <div className="flex items-center gap-1 sm:gap-1.5">
      {item.state === 'needs_file' ? <ChooseAgain item={item} uploads={uploads} /> : null}
      {canRetry ? (
        <Button size="sm" icon={RotateCcw} onClick={() => uploads.resume(item.key)} aria-label={t('upload.retryNamed', named)}>
          <span className="max-sm:hidden">{t('upload.retry')}</span>
        </Button>
      ) : null}
      {going ? <IconButton icon={Pause} label={t('upload.pauseNamed', named)} onClick={() => uploads.pause(item.key)} /> : null}
      {item.state === 'paused' ? (
        <IconButton icon={Play} label={t('upload.resumeNamed', named)} onClick={() => uploads.resume(item.key)} />
      ) : null}
      <IconButton icon={X} label={t('upload.cancelNamed', named)} onClick={() => uploads.cancel(item.key)} />
    </div>
  );
}

function Fault({ item, limit_bytes }: Pick<Props, 'item' | 'limit_bytes'>) {
  const { t } = useTranslation('add');
  const told = useTold();
  const locale = useLocale();
  if (!item.fault) return null;
  const limit = limit_bytes ? formatBytes(limit_bytes, locale) : '';
  // The server's words know the numbers, but in English only: elsewhere what it refuses for the usual reasons is said here.
  const said = item.said && (locale === 'en' || !USUAL.includes(item.fault)) ? told.error(item.said) : null;
  return (
    <p className="mt-1 flex gap-2 text-small text-ink-2">
      <TriangleAlert aria-hidden size={16} className="mt-[3px] shrink-0 text-danger" />
      <span className="min-w-0">
        <strong className="font-semibold text-ink">{said?.detail ?? t(`fault.${item.fault}.what`, { limit })}</strong>{' '}
        {said?.fix ?? t(`fault.${item.fault}.fix`)}
      </span>
    </p>
  );
}

export function UploadRow({ item, uploads, limit_bytes }: Props) {
  const { t } = useTranslation('add');
  const facts = useFacts(item);
  const Icon = AUDIO.test(item.name) ? FileAudio : FileVideo;
  const bad = item.state === 'failed';
  return (
    <li className="flex items-center gap-3 border-t border-line py-3.5 first:border-t-0 sm:gap-4">
      <span aria-hidden className="grid aspect-video w-20 shrink-0 place-items-center rounded-[8px] bg-fill text-ink-3 sm:w-32">
        <Icon size={24} strokeWidth={1.6} />
      </span>
      <div className="min-w-0 flex-1">
        <div className="flex min-w-0 items-baseline gap-x-2.5 max-sm:flex-col">
          <p className="max-w-full min-w-0 truncate text-body font-semibold" title={item.folder ? `${item.folder}/${item.name}` : item.name}>
            {item.name}
          </p>
          <span className={cx('shrink-0 text-small', bad ? 'text-danger' : 'text-ink-2')}>{t(`upload.state.${item.state}`)}</span>
        </div>
        {item.fault === 'empty' || item.fault === 'too_large' ? null : (
          <ProgressBar
            className="mt-2.5 mb-1"
            percent={item.size_bytes > 0 ? (item.sent_bytes / item.size_bytes) * 100 : 0}
            look={bad ? 'danger' : 'amber'}
            label={t('upload.progressOf', { name: item.name })}
          />
        )}
        {bad ? <Fault item={item} limit_bytes={limit_bytes} /> : <p className="text-caption text-ink-3 tabular">{facts}</p>}
      </div>
      <Buttons item={item} uploads={uploads} />
    </li>
  );
}
