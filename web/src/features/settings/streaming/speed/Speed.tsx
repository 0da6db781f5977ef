/** How quickly titles started and how smoothly they played, as the players here measured it. */
import { useQuery } from '@tanstack/react-query';
import { Gauge } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { speedOf, type Speed as Told } from '@/api';
import { Panel } from '@/features/settings/Panel';
import { formatNumber, formatSpan } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { EmptyState, ErrorState, Segmented, Skeleton } from '@/ui';

import { Clients } from './Clients';
import { Failures } from './Failures';
import { Kinds } from './Kinds';
import { shareText } from './words';

const DAYS = { day: 1, week: 7, month: 30 } as const;
type Range = keyof typeof DAYS;
const RANGES = Object.keys(DAYS) as Range[];

function Summary({ told }: { told: Told }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const facts = [
    [t('speed.viewings'), formatNumber(told.viewings, locale)],
    [t('speed.watched'), formatSpan(told.watched_s, locale)],
    [t('speed.stood'), shareText(told.stalled_share, locale)],
    [t('speed.neverBegan'), formatNumber(told.never_began, locale)],
  ] as const;
  return (
    <dl className="grid grid-cols-2 gap-px overflow-hidden rounded-panel border border-line bg-line sm:grid-cols-4">
      {facts.map(([name, value]) => (
        <div key={name} className="flex flex-col-reverse justify-end bg-surface px-4 py-3">
          <dt className="text-caption text-ink-2">{name}</dt>
          <dd className="text-row font-[650] tracking-[-0.015em] tabular">{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function Body({ told }: { told: Told }) {
  const { t } = useTranslation('streaming');
  if (told.viewings === 0) {
    return <EmptyState icon={Gauge} title={t('speed.empty')} text={t('speed.emptyText')} className="py-8!" />;
  }
  return (
    <div className="flex flex-col gap-5">
      <Summary told={told} />
      <Kinds kinds={told.kinds} />
      <Failures failures={told.failures} />
      <Clients clients={told.clients} />
    </div>
  );
}

export function Speed() {
  const { t } = useTranslation('streaming');
  const [range, setRange] = useState<Range>('week');
  const query = useQuery(speedOf(DAYS[range]));
  const ranges = RANGES.map((value) => ({ value, label: t(`speed.last.${value}`) }));
  return (
    <Panel
      title={t('speed.title')}
      text={t('speed.text')}
      action={<Segmented label={t('speed.range')} value={range} options={ranges} onChange={setRange} />}
    >
      {query.isError && !query.data && <ErrorState error={query.error} onRetry={() => void query.refetch()} busy={query.isFetching} />}
      {query.isPending && (
        <div aria-busy className="flex flex-col gap-5">
          <Skeleton className="h-18 rounded-panel" />
          <Skeleton className="h-48 rounded-panel" />
        </div>
      )}
      {query.data && <Body told={query.data} />}
    </Panel>
  );
}
