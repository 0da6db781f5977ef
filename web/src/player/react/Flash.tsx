import { FastForward, Pause, Play, Rewind, Volume2, VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** A sign that a key or a tap was heard. `seq` tells two equal ones apart. */
export type Sign =
  | { readonly seq: number; readonly kind: 'play' }
  | { readonly seq: number; readonly kind: 'pause' }
  | { readonly seq: number; readonly kind: 'seek'; readonly sum_s: number }
  | { readonly seq: number; readonly kind: 'volume'; readonly part: number }
  | { readonly seq: number; readonly kind: 'word'; readonly word: string };

function Middle({ sign }: { sign: Sign }) {
  if (sign.kind === 'play' || sign.kind === 'pause') {
    const Icon = sign.kind === 'play' ? Play : Pause;
    return (
      <span className="player-flash grid size-21 place-items-center rounded-full bg-black/55 text-white">
        <Icon size={36} fill="currentColor" strokeWidth={1.4} />
      </span>
    );
  }
  if (sign.kind === 'seek') return null;
  const Icon = sign.kind === 'volume' ? (sign.part > 0 ? Volume2 : VolumeX) : null;
  return (
    <span className="player-flash flex items-center gap-2.5 rounded-full bg-black/60 px-5 py-3 text-lead font-semibold text-white tabular">
      {Icon ? <Icon size={22} /> : null}
      {sign.kind === 'volume' ? `${Math.round(sign.part * 100)} %` : sign.word}
    </span>
  );
}

function SeekSign({ sum_s }: { sum_s: number }) {
  const { t } = useTranslation('player');
  const back = sum_s < 0;
  const Icon = back ? Rewind : FastForward;
  const side = back
    ? 'left-0 rounded-r-[50%_100%] bg-linear-to-r'
    : 'right-0 rounded-l-[50%_100%] bg-linear-to-l';
  return (
    <div className={`player-ripple absolute inset-y-0 grid w-[34%] place-items-center from-white/30 to-transparent ${side}`}>
      <span className="grid justify-items-center gap-1.5 font-semibold text-white tabular [text-shadow:0_1px_6px_rgb(0_0_0/0.7)]">
        <Icon size={34} fill="currentColor" strokeWidth={1.2} className="drop-shadow-md" />
        {t('seconds', { count: Math.abs(sum_s) })}
      </span>
    </div>
  );
}

export function Flash({ sign }: { sign: Sign | null }) {
  if (!sign) return null;
  return (
    <div key={sign.seq} aria-hidden className="pointer-events-none absolute inset-0 grid place-items-center overflow-hidden">
      {sign.kind === 'seek' ? <SeekSign sum_s={sign.sum_s} /> : <Middle sign={sign} />}
    </div>
  );
}
