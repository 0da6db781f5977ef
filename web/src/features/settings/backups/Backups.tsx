/** Copies of the library: how they are made, those there are, and the way back. */
import { useQuery } from '@tanstack/react-query';
import { Archive, CircleCheck, TriangleAlert } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { backupList, type Backup, type Backups as State } from '@/api';
import { formatDateTime } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { useTold } from '@/lib/told';
import { Button, EmptyState, ErrorState, Skeleton } from '@/ui';

import { Panel } from '../Panel';
import { BackupRow } from './BackupRow';
import { DeleteDialog } from './DeleteDialog';
import { DownloadDialog } from './DownloadDialog';
import { Making } from './Making';
import { RestoreDialog } from './RestoreDialog';

const AT_FIRST = 12;
export type Act = 'restore' | 'download' | 'delete';

function LastRestore({ last }: { last: NonNullable<State['last_restore']> }) {
  const { t } = useTranslation('backups');
  const locale = useLocale();
  const told = useTold();
  const when = formatDateTime(last.at, locale);
  const failed = last.code !== null;
  const Icon = failed ? TriangleAlert : CircleCheck;
  return (
    <p className="mt-5 flex items-start gap-2.5 rounded-panel border border-line bg-surface px-4 py-3.5 text-small text-ink-2">
      <Icon size={18} className={`mt-px shrink-0 ${failed ? 'text-danger' : 'text-good'}`} aria-hidden />
      <span className="min-w-0 wrap-anywhere">
        {failed ? t('restoreFailed', { when }) : t('restored', { when, name: last.name })}{' '}
        {failed && told.line({ code: last.code ?? '', detail: last.detail ?? '', fix: last.fix ?? '' })}
        {!failed && last.kept && t('restoredKept', { name: last.kept })}
      </span>
    </p>
  );
}

function Rows({ state, onAct }: { state: State; onAct: (act: Act, backup: Backup) => void }) {
  const { t } = useTranslation('backups');
  const { t: common } = useTranslation();
  const [all, setAll] = useState(false);
  if (state.items.length === 0) return <EmptyState icon={Archive} title={t('none')} text={t('noneText')} className="-my-8" />;
  const shown = all ? state.items : state.items.slice(0, AT_FIRST);
  return (
    <>
      <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
        {shown.map((one) => (
          <BackupRow key={one.name} backup={one} hasStore={state.store !== null} onAct={(act) => onAct(act, one)} />
        ))}
      </ul>
      {state.items.length > AT_FIRST && (
        <Button size="sm" className="mt-3" onClick={() => setAll(!all)}>
          {common(all ? 'less' : 'more')}
        </Button>
      )}
    </>
  );
}

export function Backups() {
  const { t } = useTranslation('backups');
  const list = useQuery(backupList);
  const [asking, setAsking] = useState<{ act: Act; backup: Backup } | null>(null);
  const state = list.data;
  const close = () => setAsking(null);
  return (
    <>
      <Panel title={t('title')} text={t('text')}>
        {list.isError && !state && <ErrorState error={list.error} onRetry={() => void list.refetch()} busy={list.isFetching} />}
        {list.isPending && <Skeleton className="h-32 rounded-panel" />}
        {state && <Making state={state} />}
        {state?.last_restore && <LastRestore last={state.last_restore} />}
      </Panel>
      {state && (
        <Panel title={t('list')} text={t(state.store ? 'listTextStore' : 'listText', { daily: state.daily, weekly: state.weekly })}>
          <Rows state={state} onAct={(act, backup) => setAsking({ act, backup })} />
        </Panel>
      )}
      {asking?.act === 'restore' && <RestoreDialog backup={asking.backup} byHand={state?.can_restore === false} onClose={close} />}
      {asking?.act === 'download' && <DownloadDialog backup={asking.backup} onClose={close} />}
      {asking?.act === 'delete' && <DeleteDialog backup={asking.backup} onClose={close} />}
    </>
  );
}
