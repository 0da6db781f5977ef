/** All that is taken, as one bar, and how full each disk is. */
import { useQuery } from '@tanstack/react-query';
import { HardDrive } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { storageOnDisk, storageState, type StorageDisk } from '@/api';
import { formatBytes, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { ErrorLine, ErrorState, Skeleton } from '@/ui';

import { Panel } from '../Panel';
import { partsOf, totalOf, type Part } from './parts';

const TIGHT = 0.9;

function Bar({ parts }: { parts: Part[] }) {
  const { t } = useTranslation('storage');
  const locale = useLocale();
  const whole = Math.max(1, totalOf(parts));
  return (
    <>
      <div aria-hidden className="mt-4 flex h-4 gap-0.5 overflow-hidden rounded-full bg-fill-strong">
        {parts.map((part) => (
          <div key={part.name} className={`min-w-1 ${part.colour}`} style={{ flexGrow: part.bytes / whole, flexBasis: 0 }} />
        ))}
      </div>
      <ul className="mt-4 grid grid-cols-1 gap-x-8 gap-y-2 text-small lg:grid-cols-2">
        {parts.map((part) => (
          <li key={part.name} className="flex items-start gap-2.5">
            <span className={`mt-1.5 size-2.5 shrink-0 rounded-full ${part.colour}`} aria-hidden />
            <span className="min-w-0 flex-1 text-ink-2">{t(`parts.${part.name}`)}</span>
            <span className="shrink-0 font-medium tabular">{formatBytes(part.bytes, locale)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function Disk({ disk }: { disk: StorageDisk }) {
  const { t } = useTranslation('storage');
  const locale = useLocale();
  const used = disk.total_bytes - disk.free_bytes;
  const share = disk.total_bytes > 0 ? used / disk.total_bytes : 0;
  const words = t('free', { free: formatBytes(disk.free_bytes, locale), total: formatBytes(disk.total_bytes, locale) });
  return (
    <li className="flex items-start gap-3.5 px-4 py-3.5">
      <HardDrive size={20} className="mt-0.5 shrink-0 text-ink-3" aria-hidden />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 text-small">
          <span className="font-semibold wrap-anywhere">{disk.folders.join(' · ')}</span>
          <span className={share > TIGHT ? 'font-medium text-accent-ink tabular' : 'text-ink-2 tabular'}>{words}</span>
        </p>
        <div
          role="meter"
          aria-label={t('disk', { folder: disk.folders[0] ?? '' })}
          aria-valuemin={0}
          aria-valuemax={Math.max(1, disk.total_bytes)}
          aria-valuenow={used}
          aria-valuetext={words}
          className="mt-2 h-1.5 overflow-hidden rounded-full bg-fill-strong"
        >
          <div className={`h-full rounded-full ${share > TIGHT ? 'bg-accent' : 'bg-ink-3'}`} style={{ width: `${100 * share}%` }} />
        </div>
      </div>
    </li>
  );
}

export function Space() {
  const { t } = useTranslation('storage');
  const locale = useLocale();
  const held = useQuery(storageState);
  const disk = useQuery(storageOnDisk);
  const parts = held.data ? partsOf(held.data, disk.data) : [];
  return (
    <Panel title={t('title')} text={t('text')}>
      {held.isError && !held.data && <ErrorState error={held.error} onRetry={() => void held.refetch()} busy={held.isFetching} />}
      {held.isPending && <Skeleton className="h-40 rounded-panel" />}
      {held.data && (
        <>
          <p className="flex flex-wrap items-baseline gap-x-3">
            <span className="text-page font-[650] tracking-[-0.02em] tabular">{formatBytes(totalOf(parts), locale)}</span>
            <span className="text-small text-ink-3 tabular">
              {t('files', { count: held.data.total.count, shown: formatNumber(held.data.total.count, locale) })}
            </span>
          </p>
          <Bar parts={parts} />
        </>
      )}
      {disk.isError && !disk.data && (
        <div className="mt-5">
          <ErrorLine error={disk.error} onRetry={() => void disk.refetch()} />
        </div>
      )}
      {disk.isPending && held.data && (
        <div aria-busy className="mt-5">
          <p className="mb-2.5 text-caption text-ink-3">{t('measuring')}</p>
          <Skeleton className="h-18 rounded-panel" />
        </div>
      )}
      {disk.data && (
        <ul className="mt-6 divide-y divide-line rounded-panel border border-line bg-surface">
          {disk.data.disks.map((one) => (
            <Disk key={one.folders.join('\n')} disk={one} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
