/** What is stored for playing: its size against its cap and the disk, title by title. */
import { useQuery } from '@tanstack/react-query';
import { HardDrive, Trash2, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cacheState, type CacheState } from '@/api';
import { formatBytes, formatPercent } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button, EmptyState, ErrorState, Skeleton } from '@/ui';

import { Panel } from '../Panel';
import { CachedRow } from './CachedRow';
import { useEmpty } from './useEmpty';

function Mark({ className, children }: { className: string; children: string }) {
  return (
    <li className="flex items-center gap-2">
      <span className={`size-2.5 rounded-full ${className}`} aria-hidden />
      {children}
    </li>
  );
}

function Bar({ state }: { state: CacheState }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const size = (bytes: number) => formatBytes(bytes, locale);
  const whole = Math.max(state.cap_bytes, state.bytes, 1);
  const part = (bytes: number) => `${(100 * bytes) / whole}%`;
  const watched = state.bytes - state.prepared_bytes;
  const used = t('cache.used', { used: size(state.bytes), cap: size(state.cap_bytes) });
  const tight = state.free_bytes < state.floor_bytes;
  const disk = tight ? 'cache.tight' : 'cache.disk';
  return (
    <div>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-body font-semibold tabular">
        {used}
        <span className="text-small font-normal text-ink-3">{formatPercent(Math.round((100 * state.bytes) / whole), locale)}</span>
      </p>
      <div
        role="meter"
        aria-label={t('cache.bar')}
        aria-valuemin={0}
        aria-valuemax={whole}
        aria-valuenow={state.bytes}
        aria-valuetext={used}
        className="mt-2.5 flex h-2.5 gap-0.5 overflow-hidden rounded-full bg-fill-strong"
      >
        {state.prepared_bytes > 0 && <div className="min-w-1 bg-accent" style={{ width: part(state.prepared_bytes) }} />}
        {watched > 0 && <div className="min-w-1 bg-ink-3" style={{ width: part(watched) }} />}
      </div>
      <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-1 text-caption text-ink-2 tabular">
        <Mark className="bg-accent">{`${t('cache.prepared')} ${size(state.prepared_bytes)}`}</Mark>
        <Mark className="bg-ink-3">{`${t('cache.watched')} ${size(watched)}`}</Mark>
        {state.stored_bytes > 0 && <Mark className="bg-good">{`${t('cache.inBucket')} ${size(state.stored_bytes)}`}</Mark>}
        <Mark className="bg-fill-strong">{`${t('cache.room')} ${size(Math.max(0, whole - state.bytes))}`}</Mark>
      </ul>
      <p className={`mt-3 flex gap-2 text-small text-pretty ${tight ? 'font-medium text-accent-ink' : 'text-ink-2'}`}>
        {tight ? <TriangleAlert size={16} className="mt-0.5 shrink-0" aria-hidden /> : null}
        {t(disk, { free: size(state.free_bytes), floor: size(state.floor_bytes) })}
      </p>
      <p className="mt-2 text-caption text-pretty text-ink-3">{t('cache.cap', { cap: size(state.cap_bytes) })}</p>
    </div>
  );
}

export function CacheUse() {
  const { t } = useTranslation('streaming');
  const [pages, setPages] = useState(1);
  const query = useQuery(cacheState(pages));
  const empty = useEmpty();
  const state = query.data;
  const titles = state?.titles;
  return (
    <Panel
      title={t('cache.title')}
      text={t('cache.text')}
      action={
        state && state.bytes > 0 ? (
          <Button size="sm" icon={Trash2} busy={empty.isPending && empty.variables === undefined} onClick={() => empty.mutate(undefined)}>
            {t('cache.clear')}
          </Button>
        ) : null
      }
    >
      {query.isError && !state && <ErrorState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />}
      {query.isPending && (
        <div aria-busy className="flex flex-col gap-3">
          <Skeleton className="h-24 rounded-panel" />
          <Skeleton className="h-40 rounded-panel" />
        </div>
      )}
      {state && <Bar state={state} />}
      {titles?.total === 0 && <EmptyState icon={HardDrive} title={t('cache.empty')} text={t('cache.emptyText')} className="py-8!" />}
      {titles && titles.total > 0 && (
        <ul className="mt-5 divide-y divide-line rounded-panel border border-line bg-surface">
          {titles.items.map((title) => (
            <CachedRow key={title.media_id} title={title} onEmpty={() => empty.mutate(title.media_id)} busy={empty.isPending} />
          ))}
        </ul>
      )}
      {titles && titles.items.length < titles.total && (
        <Button size="sm" className="mt-3" busy={query.isFetching} onClick={() => setPages(pages + 1)}>
          {t('cache.more')}
        </Button>
      )}
    </Panel>
  );
}
