/** What can be let go of, and what that frees. Only what cannot be undone asks first. */
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, Eye, Leaf, Trash2, Wrench, Zap, type LucideIcon } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { storageOnDisk, storageState, watchedTitles, type CanGo as Going, type StorageWhat } from '@/api';
import { formatBytes, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button, Dialog, ErrorState, Skeleton } from '@/ui';

import { Panel } from '../Panel';
import { TitleRow } from './TitleRow';
import { useFree } from './useFree';

const ICONS: Record<StorageWhat, LucideIcon> = { trash: Trash2, watched: Eye, cache: Zap, prepared: Leaf, staging: Wrench };

interface AskProps {
  going: Going;
  busy: boolean;
  onClose: () => void;
  onRun: () => void;
}

/** Asks before files are deleted for good. */
function Ask({ going, busy, onClose, onRun }: AskProps) {
  const { t } = useTranslation('storage');
  const { t: common } = useTranslation();
  const locale = useLocale();
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('ask.title', { count: going.count, shown: formatNumber(going.count, locale) })}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="danger" busy={busy} onClick={onRun}>
            {t('ask.run')}
          </Button>
        </>
      }
    >
      <p className="text-body text-pretty text-ink-2">{t('ask.text', { size: formatBytes(going.bytes, locale) })}</p>
    </Dialog>
  );
}

/** Shows which titles it is about before they go to the trash. */
function Watched({ going, busy, onClose, onRun }: AskProps) {
  const { t } = useTranslation('storage');
  const { t: common } = useTranslation();
  const locale = useLocale();
  const titles = useQuery(watchedTitles);
  const more = titles.data ? titles.data.total - titles.data.items.length : 0;
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('watched.title', { count: going.count, shown: formatNumber(going.count, locale) })}
      description={t('watched.text')}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="primary" busy={busy} disabled={!titles.data} onClick={onRun}>
            {t('watched.run')}
          </Button>
        </>
      }
    >
      {titles.isError && !titles.data && <ErrorState error={titles.error} onRetry={() => void titles.refetch()} className="-my-10" />}
      {titles.isPending && <Skeleton className="h-60 rounded-panel" />}
      {titles.data && (
        <ul className="divide-y divide-line rounded-panel border border-line">
          {titles.data.items.map((title) => (
            <TitleRow key={title.media_id} title={title} />
          ))}
        </ul>
      )}
      {more > 0 && <p className="mt-3 text-small text-ink-3">{t('andMore', { count: more, shown: formatNumber(more, locale) })}</p>}
    </Dialog>
  );
}

export function CanGo() {
  const { t } = useTranslation('storage');
  const locale = useLocale();
  const held = useQuery(storageState).data;
  const disk = useQuery(storageOnDisk);
  const [asking, setAsking] = useState<Going | null>(null);
  const free = useFree(held?.now ?? '');
  const run = (going: Going) => free.mutate(going, { onSettled: () => setAsking(null) });
  if (!held) return null;
  const found = [...held.can_go, ...(disk.data?.can_go ?? [])].sort((a, b) => b.bytes - a.bytes);
  const asked = { busy: free.isPending, onClose: () => setAsking(null) };
  return (
    <Panel title={t('canGo')} text={t('canGoText')}>
      {found.length === 0 && !disk.isPending && (
        <p className="flex items-center gap-2.5 text-body">
          <CircleCheck size={19} className="text-good" aria-hidden />
          {t('nothing')}
        </p>
      )}
      {found.length > 0 && (
        <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
          {found.map((going) => {
            const Icon = ICONS[going.what];
            const direct = going.what !== 'trash' && going.what !== 'watched';
            return (
              <li key={going.what} className="flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
                <Icon size={21} className="shrink-0 text-ink-3" aria-hidden />
                <div className="min-w-0 flex-1 basis-56">
                  <p className="flex flex-wrap items-baseline gap-x-2.5 text-body font-semibold">
                    {t(`what.${going.what}.title`)}
                    <span className="text-small font-normal text-ink-2 tabular">{formatBytes(going.bytes, locale)}</span>
                  </p>
                  <p className="mt-0.5 text-small text-pretty text-ink-2">
                    {t(`what.${going.what}.text`, { count: going.count, shown: formatNumber(going.count, locale) })}
                  </p>
                </div>
                <Button
                  size="sm"
                  className="max-sm:ml-9"
                  busy={free.isPending && free.variables.what === going.what}
                  disabled={free.isPending}
                  onClick={() => (direct ? run(going) : setAsking(going))}
                >
                  {t(`what.${going.what}.run`)}
                </Button>
              </li>
            );
          })}
        </ul>
      )}
      {asking?.what === 'trash' && <Ask going={asking} {...asked} onRun={() => run(asking)} />}
      {asking?.what === 'watched' && <Watched going={asking} {...asked} onRun={() => run(asking)} />}
    </Panel>
  );
}
