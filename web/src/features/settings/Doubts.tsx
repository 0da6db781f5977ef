/** How many titles were guessed, with the way to the page where they are checked. */
import { useQuery } from '@tanstack/react-query';
import { CheckCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { doubtCount } from '@/api';
import { paths } from '@/lib/paths';
import { ButtonLink, ErrorLine, Skeleton } from '@/ui';

import { Panel } from './Panel';

export function Doubts() {
  const { t } = useTranslation('settings');
  const count = useQuery(doubtCount);
  return (
    <Panel title={t('parts.doubts')} text={t('doubts.text')}>
      {count.isError && <ErrorLine error={count.error} onRetry={() => void count.refetch()} />}
      {count.isPending && <Skeleton className="h-11.5 w-60 rounded-control" />}
      {count.data === 0 && (
        <p className="flex items-center gap-2.5 text-body">
          <CheckCheck size={19} className="text-good" aria-hidden />
          {t('doubts.none')}
        </p>
      )}
      {count.data !== undefined && count.data > 0 && (
        <ButtonLink to={paths.doubts} look="primary">
          {t('doubts.go', { count: count.data })}
        </ButtonLink>
      )}
    </Panel>
  );
}
