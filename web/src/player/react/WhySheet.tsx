import { Cpu, FileVideo, Info, Layers, Wrench, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Playback } from '@/api';
import { formatBitRate } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { qualityName } from '@/lib/names';
import { useTold } from '@/lib/told';
import { PrepareCard } from '@/ui/prepare';
import type { Quality, Way } from '../core';
import { useFact } from './context';
import { PlayerSheet } from './PlayerSheet';

type Reason = Playback['reasons'][number];

/** What the server weighed, one reason a line, with the cure where there is one. */
export function Reasons({ reasons }: { reasons: readonly Reason[] }) {
  const told = useTold();
  return (
    <ul className="space-y-3">
      {reasons.map((one) => told.reason(one)).map((reason) => (
        <li key={reason.code + reason.text} className="flex gap-3">
          <Info aria-hidden size={18} className="mt-0.5 shrink-0 text-white/45" />
          <div className="min-w-0">
            <p className="text-body text-white/90">{reason.text}</p>
            {reason.cure ? (
              <p className="mt-1 flex items-start gap-1.5 text-small text-accent">
                <Wrench aria-hidden size={14} className="mt-[3px] shrink-0" />
                {reason.cure}
              </p>
            ) : null}
          </div>
        </li>
      ))}
    </ul>
  );
}

function Fact({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className="flex items-baseline justify-between gap-6 py-2">
      <dt className="text-small text-white/60">{name}</dt>
      <dd className="text-right text-small font-medium tabular">{children}</dd>
    </div>
  );
}

type Kind = 'direct' | 'repackage' | 'lighter' | 'transcode' | 'prepared';

const ICONS: Readonly<Record<Kind, LucideIcon>> = {
  direct: FileVideo,
  repackage: Layers,
  lighter: Layers,
  transcode: Cpu,
  prepared: FileVideo,
};

/** What the viewer sees at this moment: the answer as far as the quality in use bears it out. */
function kindOf(playback: Playback | null, way: Way | null, now: Quality | null): Kind {
  if (way === 'direct') return 'direct';
  if (playback?.tracks.video.find((video) => video.id === now?.id)?.prepared) return 'prepared';
  if (playback?.decision === 'transcode') return 'transcode';
  return now && !now.original ? 'lighter' : 'repackage';
}

export function WhySheet({ open, onClose }: { open: boolean; onClose(): void }) {
  const { t } = useTranslation('player');
  const locale = useLocale();
  const playback = useFact((s) => s.playback);
  const way = useFact((s) => s.way);
  const now = useFact((s) => s.quality_now);
  const line_bps = useFact((s) => s.line_bps);
  const width = useFact((s) => s.video_width);
  const height = useFact((s) => s.video_height);
  const kind = kindOf(playback, way, now);
  const Icon = ICONS[kind];
  const encoded = playback?.decision === 'transcode';
  return (
    <PlayerSheet open={open} onClose={onClose} title={t('why.title')}>
      <div className="flex items-start gap-3.5 rounded-card bg-white/8 p-4">
        <Icon aria-hidden size={22} className="mt-0.5 shrink-0 text-accent" />
        <div>
          <p className="text-body font-semibold">{t(`why.${kind}`)}</p>
          <p className="mt-0.5 text-small text-pretty text-white/70">{t(`why.${kind}Text`)}</p>
        </div>
      </div>
      {playback && playback.reasons.length > 0 ? (
        <div className="mt-5">
          <Reasons reasons={encoded ? playback.reasons.map((reason) => ({ ...reason, cure: null })) : playback.reasons} />
        </div>
      ) : null}
      {encoded && open ? (
        <div className="mt-5 rounded-card bg-white/8 p-4">
          <PrepareCard media={playback.media} />
        </div>
      ) : null}
      <dl className="mt-5 divide-y divide-white/10 border-t border-white/10">
        {width > 0 ? (
          <Fact name={t('why.picture')}>
            {qualityName(width, height)} · {width}×{height}
          </Fact>
        ) : null}
        <Fact name={t('why.way')}>{way ? t(`way.${way}`) : '–'}</Fact>
        {now?.bandwidth_bps ? <Fact name={t('why.needs')}>{formatBitRate(now.bandwidth_bps, locale)}</Fact> : null}
        {line_bps ? <Fact name={t('why.line')}>{formatBitRate(line_bps, locale)}</Fact> : null}
      </dl>
    </PlayerSheet>
  );
}
