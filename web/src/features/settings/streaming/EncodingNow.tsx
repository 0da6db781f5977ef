/** What is encoded at this moment, for whom and how quickly. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { encodingNow, type EncodingRun } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Badge, ErrorLine, ProgressBar, Skeleton } from '@/ui';

import { Panel } from '../Panel';

function Run({ run }: { run: EncodingRun }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const facts = [
    run.background ? t('now.background') : t('now.viewers', { count: run.viewers }),
    run.speed_x !== null && run.state === 'running' && t('now.speed', { speed: formatNumber(run.speed_x, locale, 1) }),
    t('now.place', { n: formatNumber(run.segment + 1, locale), whole: formatNumber(run.segments, locale) }),
  ];
  return (
    <li className="px-4 py-3">
      <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-body font-semibold">
        <Link to={paths.title(run.media_id)} className="min-w-0 truncate hover:underline">
          {run.title}
        </Link>
        {run.height !== null && <Badge>{`${run.height}p`}</Badge>}
        <span className="text-small font-normal text-ink-2">{t(`now.state.${run.state}`)}</span>
      </p>
      <p className="mt-0.5 text-caption text-ink-3 tabular">{facts.filter(Boolean).join(' · ')}</p>
      <ProgressBar className="mt-2" percent={(100 * run.segment) / Math.max(1, run.segments)} label={run.title} />
    </li>
  );
}

export function EncodingNow() {
  const { t } = useTranslation('streaming');
  const query = useQuery(encodingNow);
  const now = query.data;
  const counts = now && [t('now.slots', { count: now.slots }), now.waiting > 0 && t('now.waiting', { count: now.waiting })];
  return (
    <Panel title={t('now.title')} text={t('now.text')} action={counts && <p className="text-small text-ink-3">{counts.filter(Boolean).join(' · ')}</p>}>
      {query.isError && !now && <ErrorLine error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-16 rounded-panel" />}
      {now?.runs.length === 0 && <p className="text-small text-ink-3">{t('now.none')}</p>}
      {now && now.runs.length > 0 && (
        <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
          {now.runs.map((run) => (
            <Run key={`${run.media_id}/${run.track}/${run.background}`} run={run} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
