/** What can encode on this machine, as it was tried. */
import { useQuery } from '@tanstack/react-query';
import { CircleCheck, CircleX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { encoderList, type Encoder } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { codecName } from '@/lib/names';
import { Badge, ErrorLine, Skeleton } from '@/ui';

import { Panel } from '../Panel';

const LOOKS = {
  ready: [CircleCheck, 'text-good'],
  failed: [CircleX, 'text-ink-3'],
  dropped: [TriangleAlert, 'text-accent'],
} as const;

function One({ encoder }: { encoder: Encoder }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const [Icon, colour] = LOOKS[encoder.state];
  const facts = [
    t(`encoders.state.${encoder.state}`),
    encoder.speed_x !== null && t('encoders.speed', { speed: formatNumber(encoder.speed_x, locale, 1) }),
    encoder.detail,
  ];
  return (
    <li className="flex gap-3.5 px-4 py-3">
      <Icon size={18} className={`mt-0.5 shrink-0 ${colour}`} aria-hidden />
      <div className="min-w-0 text-small">
        <p className="flex flex-wrap items-center gap-2 font-semibold">
          {encoder.label} <span className="font-normal text-ink-3">{codecName(encoder.codec)}</span>
          <Badge>{t(encoder.hardware ? 'encoders.hardware' : 'encoders.software')}</Badge>
        </p>
        <p className="text-pretty text-ink-2 wrap-anywhere">{facts.filter(Boolean).join(' · ')}</p>
      </div>
    </li>
  );
}

export function Encoders() {
  const { t } = useTranslation('streaming');
  const query = useQuery(encoderList);
  return (
    <Panel title={t('encoders.title')} text={t('encoders.text')}>
      {query.isError && !query.data && <ErrorLine error={query.error} onRetry={() => void query.refetch()} />}
      {query.isPending && <Skeleton className="h-16 rounded-panel" />}
      {query.data && (
        <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
          {query.data.map((encoder) => (
            <One key={`${encoder.name}/${encoder.codec}`} encoder={encoder} />
          ))}
        </ul>
      )}
    </Panel>
  );
}
