/** Moving in from other programs, and out again with everything. */
import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { EXPORT_ALL, EXPORT_MINE, importList, me } from '@/api';
import { ButtonAnchor, ErrorState, Skeleton } from '@/ui';

import { Panel } from '../Panel';
import { ImportCard } from './ImportCard';
import { StartForm } from './StartForm';
import { isBusy } from './words';

/** A stream that died without a word must not freeze what is under way. */
const LOOK_AGAIN_MS = 5_000;

function Imports() {
  const { t } = useTranslation('moving');
  const list = useQuery({
    ...importList,
    refetchInterval: (query) => (query.state.data?.items.some(isBusy) ? LOOK_AGAIN_MS : false),
  });
  const items = list.data?.items;
  if (items?.length === 0) return null;
  return (
    <Panel title={t('imports')} text={t('importsText')}>
      {list.isError && !items && <ErrorState error={list.error} onRetry={() => void list.refetch()} busy={list.isFetching} />}
      {list.isPending && <Skeleton className="h-40 rounded-panel" />}
      {items && (
        <ul className="flex flex-col gap-3">
          {items.map((one) => (
            <ImportCard key={one.id} one={one} />
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Out({ admin }: { admin: boolean }) {
  const { t } = useTranslation('moving');
  return (
    <Panel title={t('out')} text={t('outText')}>
      <div className="flex flex-wrap gap-2.5">
        {admin && (
          <ButtonAnchor href={EXPORT_ALL} download icon={Download}>
            {t('outAll')}
          </ButtonAnchor>
        )}
        <ButtonAnchor href={EXPORT_MINE} download icon={Download}>
          {t('outMine')}
        </ButtonAnchor>
      </div>
      <p className="mt-3 max-w-[62ch] text-caption text-pretty text-ink-3">{t(admin ? 'outNote' : 'outNoteMine')}</p>
    </Panel>
  );
}

export function Moving() {
  const { t } = useTranslation('moving');
  const admin = useQuery(me).data?.is_admin ?? false;
  return (
    <>
      {admin && (
        <Panel title={t('in')} text={t('inText')}>
          <StartForm />
        </Panel>
      )}
      {admin && <Imports />}
      <Out admin={admin} />
    </>
  );
}
