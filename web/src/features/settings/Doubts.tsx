/** How many titles were guessed, and how many are there twice, with the ways to where that is settled. */
import { useQuery } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { doubtCount, duplicateCount } from '@/api';
import { paths } from '@/lib/paths';
import { ButtonLink, ErrorLine, Skeleton } from '@/ui';

import { Panel } from './Panel';

function None({ children }: { children: ReactNode }) {
  return (
    <p className="flex items-center gap-2.5 text-body">
      <CheckCheck size={19} className="text-good" aria-hidden />
      {children}
    </p>
  );
}

function Guessed() {
  const { t } = useTranslation('settings');
  const count = useQuery(doubtCount);
  return (
    <Panel title={t('parts.doubts')} text={t('doubts.text')}>
      {count.isError && <ErrorLine error={count.error} onRetry={() => void count.refetch()} />}
      {count.isPending && <Skeleton className="h-11.5 w-60 rounded-control" />}
      {count.data === 0 && <None>{t('doubts.none')}</None>}
      {count.data !== undefined && count.data > 0 && (
        <ButtonLink to={paths.doubts} look="primary">
          {t('doubts.go', { count: count.data })}
        </ButtonLink>
      )}
    </Panel>
  );
}

function Twice() {
  const { t } = useTranslation('settings');
  const count = useQuery(duplicateCount);
  return (
    <Panel title={t('doubts.twice')} text={t('doubts.twiceText')}>
      {count.isError && <ErrorLine error={count.error} onRetry={() => void count.refetch()} />}
      {count.isPending && <Skeleton className="h-11.5 w-60 rounded-control" />}
      {count.data !== undefined && (
        <ButtonLink to={paths.duplicates} look={count.data > 0 ? 'primary' : undefined}>
          {count.data > 0 ? t('doubts.twiceGo', { count: count.data }) : t('doubts.twiceNone')}
        </ButtonLink>
      )}
    </Panel>
  );
}

export function Doubts() {
  return (
    <>
      <Guessed />
      <Twice />
    </>
  );
}
