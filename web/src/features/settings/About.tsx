/** What runs here, how it is, and for administrators each part with what mends it. */
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { health, serverSettings, statsOverview, type Health, type HealthCheck } from '@/api';
import { formatBytes, formatNumber, formatSpan } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { useTold } from '@/lib/told';
import { ErrorState, FactList, Logo, Skeleton } from '@/ui';

import { Panel } from './Panel';

const LOOKS: Record<string, { icon: LucideIcon; colour: string }> = {
  ok: { icon: CircleCheck, colour: 'text-good' },
  warning: { icon: TriangleAlert, colour: 'text-accent' },
  failing: { icon: CircleX, colour: 'text-danger' },
};
const UNKNOWN = { icon: TriangleAlert, colour: 'text-ink-3' };

const PARTS = ['database', 'data_folder', 'storage', 'ffmpeg', 'engine', 'links', 'jobs', 'folders', 'cache', 'backups', 'rot', 'redis', 'servers', 'workers', 'uploads', 'cdn'] as const;
type PartName = (typeof PARTS)[number];
const isPart = (name: string): name is PartName => (PARTS as readonly string[]).includes(name);

function Check({ name, check }: { name: string; check: HealthCheck }) {
  const { t } = useTranslation('settings');
  const { detail, fix } = useTold().check(check);
  const { icon: Icon, colour } = LOOKS[check.status] ?? UNKNOWN;
  return (
    <li className="flex gap-3.5 px-4 py-3">
      <Icon size={18} className={`mt-0.5 shrink-0 ${colour}`} aria-label={check.status} role="img" />
      <div className="min-w-0 text-small">
        <p className="font-semibold">{isPart(name) ? t(`health.${name}`) : name}</p>
        {detail && <p className="text-ink-2">{detail}</p>}
        {fix && check.status !== 'ok' && <p className="font-medium text-accent-ink">{fix}</p>}
      </div>
    </li>
  );
}

function Checks({ checks }: { checks: NonNullable<Health['checks']> }) {
  return (
    <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
      {Object.entries(checks).map(([name, check]) => (
        <Check key={name} name={name} check={check} />
      ))}
    </ul>
  );
}

function Facts() {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const { data: settings, isPending } = useQuery(serverSettings);
  const { data: stats, isPending: counting } = useQuery(statsOverview);
  if (isPending || counting) return <Skeleton className="h-41.5" />;
  return (
    <FactList
      facts={[
        [t('about.version'), settings?.version],
        [t('about.titles'), stats && formatNumber(stats.media, locale)],
        [t('about.length'), stats && formatSpan(stats.duration_s, locale)],
        [t('about.size'), stats && formatBytes(stats.size_bytes, locale)],
        [t('about.free'), settings && formatBytes(settings.free_bytes, locale)],
        [t('about.data'), settings?.data],
      ]}
    />
  );
}

export function About() {
  const { t } = useTranslation('settings');
  const parts = useQuery(health);
  return (
    <>
      <Panel title={t('parts.about')}>
        <div className="flex flex-col gap-5">
          <Logo />
          <Facts />
        </div>
      </Panel>
      <Panel title={t('health.title')} text={t('health.text')}>
        {parts.isError && !parts.data && <ErrorState error={parts.error} onRetry={() => void parts.refetch()} busy={parts.isFetching} />}
        {parts.isPending && <Skeleton className="h-60 rounded-panel" />}
        {parts.data?.checks ? <Checks checks={parts.data.checks} /> : parts.data && <Checks checks={{ server: { status: parts.data.status, detail: '', fix: '', code: '', facts: {} } }} />}
      </Panel>
    </>
  );
}
