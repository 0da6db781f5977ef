import { FastForward, Pause, Play, Rewind, Sun, Volume2, VolumeX } from 'lucide-react';
import { useTranslation } from 'react-i18next';

/** A sign that a key or a tap was heard. `seq` tells two equal ones apart. */
export type Sign =
  | { readonly seq: number; readonly kind: 'play' }
  | { readonly seq: number; readonly kind: 'pause' }
  | { readonly seq: number; readonly kind: 'seek'; readonly sum_s: number }
  | { readonly seq: number; readonly kind: 'volume' | 'brightness'; readonly part: number; readonly held?: boolean }
  | { readonly seq: number; readonly kind: 'word'; readonly word: string };

/** A finger that swipes sees how far it is. */
function Column({ sign }: { sign: Extract<Sign, { part: number }> }) {
  const Icon = sign.kind === 'brightness' ? Sun : sign.part > 0 ? Volume2 : VolumeX;
  const side = sign.kind === 'brightness' ? 'left-[max(28px,env(safe-area-inset-left))]' : 'right-[max(28px,env(safe-area-inset-right))]';
  return (
    <span className={`player-column absolute top-1/2 grid -translate-y-1/2 justify-items-center gap-3 rounded-full bg-black/60 px-3 py-4 text-white ${side}`}>
      <span className="flex h-28 w-1.5 items-end overflow-hidden rounded-full bg-white/30">
        <i className="w-full rounded-full bg-white" style={{ height: `${sign.part * 100}%` }} />
      </span>
      <Icon size={20} />
      <span className="w-8 text-center text-caption font-semibold tabular">{Math.round(sign.part * 100)}</span>
    </span>
  );
}

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
  if (sign.kind !== 'word' && sign.held) return <Column sign={sign} />;
  const Icon = sign.kind === 'word' ? null : sign.kind === 'brightness' ? Sun : sign.part > 0 ? Volume2 : VolumeX;
  return (
    <span className="player-flash flex items-center gap-2.5 rounded-full bg-black/60 px-5 py-3 text-lead font-semibold text-white tabular">
      {Icon ? <Icon size={22} /> : null}
      {sign.kind === 'word' ? sign.word : `${Math.round(sign.part * 100)} %`}
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
