/** Starts and seeks, by how the bytes were made, each beside what it ought to be. */
import { useTranslation } from 'react-i18next';

import type { SpeedKind, SpeedSpread } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { cx } from '@/ui';

import { secondsText } from './words';

/** Longer than this is drawn as this long. */
const LONGEST_S = 30;

/** A line from 0: half of the times end where it is dark, 95 of 100 where it is light. */
function Bar({ spread, scale_s }: { spread: SpeedSpread; scale_s: number }) {
  const part = (seconds: number) => `${Math.min(100, (100 * seconds) / scale_s)}%`;
  const over = spread.target_p95_s !== null && (spread.p95_s ?? 0) > spread.target_p95_s;
  const colour = over ? 'bg-danger' : spread.target_p95_s === null ? 'bg-ink-3' : 'bg-good';
  return (
    <div className="relative h-2" aria-hidden>
      <div className="absolute inset-0 overflow-hidden rounded-full bg-fill-strong">
        <div className={cx('absolute inset-y-0 left-0 rounded-full opacity-40', colour)} style={{ width: part(spread.p95_s ?? 0) }} />
        <div className={cx('absolute inset-y-0 left-0 rounded-full', colour)} style={{ width: part(spread.p50_s ?? 0) }} />
      </div>
      {spread.target_p95_s !== null && (
        <div className="absolute -inset-y-1 w-0.5 rounded-full bg-ink" style={{ left: part(spread.target_p95_s) }} />
      )}
    </div>
  );
}

function Times({ name, spread, scale_s }: { name: string; spread: SpeedSpread; scale_s: number }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  if (spread.p50_s === null || spread.p95_s === null) return null;
  const seconds = (value: number) => secondsText(value, locale);
  const targets = [
    spread.target_p50_s !== null && t('speed.targetHalf', { time: seconds(spread.target_p50_s) }),
    spread.target_p95_s !== null && t('speed.targetMost', { time: seconds(spread.target_p95_s) }),
  ].filter(Boolean);
  return (
    <li>
      <p className="flex flex-wrap items-baseline justify-between gap-x-4 text-small">
        <span className="font-medium">{name}</span>
        <span className="text-ink-2 tabular">{t('speed.times', { half: seconds(spread.p50_s), most: seconds(spread.p95_s) })}</span>
      </p>
      <div className="my-2">
        <Bar spread={spread} scale_s={scale_s} />
      </div>
      <p className="flex flex-wrap justify-between gap-x-4 text-caption text-ink-3 tabular">
        <span>{t('speed.measured', { count: spread.count, shown: formatNumber(spread.count, locale) })}</span>
        {targets.length > 0 && <span>{t('speed.target', { targets: targets.join(', ') })}</span>}
      </p>
    </li>
  );
}

function scaleOf({ start, seek_near, seek_far }: SpeedKind): number {
  const ends = [start, seek_near, seek_far].flatMap((one) => [one.p95_s ?? 0, (one.target_p95_s ?? 0) * 1.4]);
  return Math.min(LONGEST_S, Math.max(...ends, 0.1));
}

export function Kinds({ kinds }: { kinds: SpeedKind[] }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  return (
    <ul className="divide-y divide-line rounded-panel border border-line bg-surface">
      {kinds.map((kind) => (
        <li key={kind.kind} className="px-4 py-4">
          <h3 className="flex flex-wrap items-baseline justify-between gap-x-4 text-body font-semibold">
            {t(`speed.kind.${kind.kind}`)}
            <span className="text-small font-normal text-ink-3 tabular">
              {t('speed.count', { count: kind.viewings, shown: formatNumber(kind.viewings, locale) })}
            </span>
          </h3>
          <ul className="mt-3 flex flex-col gap-4">
            <Times name={t('speed.start')} spread={kind.start} scale_s={scaleOf(kind)} />
            <Times name={t('speed.near')} spread={kind.seek_near} scale_s={scaleOf(kind)} />
            <Times name={t('speed.far')} spread={kind.seek_far} scale_s={scaleOf(kind)} />
          </ul>
        </li>
      ))}
    </ul>
  );
}
