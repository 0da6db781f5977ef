import { FastForward } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../core';
import { useFact } from './context';

/** What a finger is about to do: the place it would go to, the speed while it is held down. */
export function GestureSigns({ preview_s }: { preview_s: number | null }) {
  const { t } = useTranslation('player');
  const held = useFact((s) => s.held_from !== null);
  const duration_s = useFact((s) => s.duration_s);
  const from_s = useFact((s) => Math.round(s.time_s));
  if (held) {
    return (
      <div aria-hidden className="pointer-events-none absolute inset-x-0 top-[max(20px,env(safe-area-inset-top))] z-30 grid justify-items-center">
        <span className="flex animate-appear items-center gap-2 rounded-full bg-black/65 px-4 py-2 text-body font-semibold text-white tabular">
          {t('doubleSpeed')}
          <FastForward size={17} fill="currentColor" />
        </span>
      </div>
    );
  }
  if (preview_s === null) return null;
  const by_s = Math.round(preview_s - from_s);
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0 z-30 grid place-items-center">
      <span className="grid justify-items-center rounded-panel bg-black/65 px-6 py-3.5 text-white tabular">
        <span className="text-[1.7rem] leading-tight font-[650]">{clockTime(preview_s, duration_s)}</span>
        <span className="text-small text-white/70">{`${by_s < 0 ? '−' : '+'}${clockTime(Math.abs(by_s), Math.abs(by_s))}`}</span>
      </span>
    </div>
  );
}
