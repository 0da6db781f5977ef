import { useTranslation } from 'react-i18next';
import { formatDuration } from '@/lib/format';
import { totalsOf } from '@/lib/upload';
import { Button, SectionTitle } from '@/ui';
import { UploadRow } from './UploadRow';
import { useUploads } from './useUploads';

/** Files on their way. One that has arrived goes on as a job, below. */
export function UploadList() {
  const { t } = useTranslation('add');
  const { uploads, items, limit_bytes } = useUploads();
  const shown = items.filter((item) => item.state !== 'done');
  if (shown.length === 0) return null;
  const totals = totalsOf(items);
  const going = shown.some((item) => ['waiting', 'sending', 'retrying'].includes(item.state));
  const paused = shown.some((item) => item.state === 'paused');
  const note = [
    totals.files > 1 ? t('upload.ofFiles', { done: totals.done, count: totals.files }) : null,
    totals.eta_s !== null && totals.files > 1 ? t('upload.left', { time: formatDuration(totals.eta_s) }) : null,
  ].filter(Boolean);
  return (
    <section aria-label={t('upload.title')} className="mt-8">
      <div className="flex min-h-9.5 items-center justify-between gap-4 border-b border-line pb-2.5">
        <SectionTitle note={note.join(' · ')}>{t('upload.title')}</SectionTitle>
        {shown.length > 1 && (going || paused) ? (
          <Button size="sm" look="ghost" onClick={going ? uploads.pauseAll : uploads.resumeAll}>
            {going ? t('upload.pauseAll') : t('upload.resumeAll')}
          </Button>
        ) : null}
      </div>
      <ul>
        {shown.map((item) => (
          <UploadRow key={item.key} item={item} uploads={uploads} limit_bytes={limit_bytes} />
        ))}
      </ul>
    </section>
  );
}
