import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { formatBitRate, formatBytes, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { bufferedUntil, clockTime, percentile, type AdapterStats, type Figures, type Snapshot } from '../core';
import { useStage } from './context';

const EVERY_MS = 500;

type Row = readonly [string, string];

/** Figures for those who want to know exactly; what is not known is left out, never guessed. */
export function StatsPanel({ onClose }: { onClose(): void }) {
  const { t } = useTranslation('player');
  const locale = useLocale();
  const { player } = useStage();
  const [figures, setFigures] = useState<{ s: Snapshot; a: AdapterStats | null; f: Figures } | null>(null);
  useEffect(() => {
    if (!player) return;
    const look = () => setFigures({ s: player.get(), a: player.stats(), f: player.figures() });
    look();
    const timer = setInterval(look, EVERY_MS);
    return () => clearInterval(timer);
  }, [player]);
  if (!figures) return null;

  const { s, a, f } = figures;
  const seconds = (ms: number) => `${formatNumber(ms / 1000, locale, ms < 10_000 ? 2 : 0)} s`;
  const sought = f.seeks.map((seek) => seek.ms);
  const [last, half, most] = [sought.at(-1), percentile(sought, 0.5), percentile(sought, 0.95)];
  const ahead_s = Math.max(0, bufferedUntil(s.buffered, s.time_s) - s.time_s);
  const rows: (Row | null)[] = [
    s.way ? [t('stats.way'), t(`way.${s.way}`)] : null,
    s.video_width > 0 ? [t('stats.size'), `${s.video_width}×${s.video_height}`] : null,
    s.video_width > 0 ? [t('stats.window'), `${innerWidth}×${innerHeight} @${devicePixelRatio}`] : null,
    a?.codecs ? [t('stats.codecs'), a.codecs] : null,
    a?.stream_bps ? [t('stats.stream'), formatBitRate(a.stream_bps, locale)] : null,
    a?.line_bps ? [t('stats.line'), formatBitRate(a.line_bps, locale)] : null,
    a?.auto_why
      ? [
          t('stats.auto'),
          t(`stats.why.${a.auto_why.cause}`, {
            line: formatBitRate(a.auto_why.line_bps, locale),
            ahead: formatNumber(a.auto_why.buffer_s, locale, 0),
          }),
        ]
      : null,
    a?.bytes ? [t('stats.bytes'), formatBytes(a.bytes, locale)] : null,
    [t('stats.buffer'), `${formatNumber(ahead_s, locale, 1)} s`],
    a?.decoded != null
      ? [t('stats.frames'), `${formatNumber(a.dropped ?? 0, locale)} / ${formatNumber(a.decoded, locale)}`]
      : null,
    f.start_ms !== null ? [t('stats.start'), seconds(f.start_ms)] : null,
    last !== undefined && half !== null && most !== null
      ? [t('stats.seeks'), t('stats.seeksOf', { last: seconds(last), half: seconds(half), most: seconds(most) })]
      : null,
    [t('stats.stalls'), t('stats.stallsOf', { count: f.stalls, time: seconds(f.stalled_ms) })],
    s.text_drawn ? [t('stats.text'), t(s.text_plain ? `plain.${s.text_plain}` : `drawn.${s.text_drawn}`)] : null,
    [t('stats.place'), `${clockTime(s.time_s, s.duration_s)} / ${clockTime(s.duration_s)} · ${s.rate}×`],
    [t('stats.volume'), `${Math.round((s.muted ? 0 : s.volume) * 100)} %`],
  ];
  return (
    <aside
      aria-label={t('stats.title')}
      className="absolute top-22 left-4 z-20 w-[min(400px,calc(100%-32px))] animate-appear rounded-card bg-black/75 p-4 text-caption text-white backdrop-blur-md sm:left-9"
    >
      <button
        type="button"
        aria-label={t('stats.close')}
        onClick={onClose}
        className="absolute top-2 right-2 grid size-8 place-items-center rounded-lg text-white/60 hover:bg-white/12 hover:text-white"
      >
        <X aria-hidden size={16} />
      </button>
      <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 pr-6 tabular">
        {rows.flatMap((row) =>
          row
            ? [
                <dt key={row[0]} className="text-white/55">{row[0]}</dt>,
                <dd key={`${row[0]}=`} className="min-w-0 font-medium break-words">{row[1]}</dd>,
              ]
            : [],
        )}
      </dl>
    </aside>
  );
}
