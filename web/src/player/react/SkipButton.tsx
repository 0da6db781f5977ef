import { ChevronsRight } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { groupOf, isOver, skippable } from '../core';
import { useFact, useRequest } from './context';

/** So long it stays by itself; later it comes and goes with the controls. */
const STAY_MS = 9000;

interface Props {
  /** Another title follows: then its card stands where the last credits could be skipped. */
  readonly hasNext: boolean;
  readonly controls: boolean;
}

/** Skips the intro, the recap, the credits or the advertising under the present moment. */
export function SkipButton({ hasNext, controls }: Props) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const marker = useFact((s) => {
    if (s.phase !== 'ready' || s.ended || !s.playback) return null;
    if (hasNext && isOver(s.playback.markers, s.time_s, s.duration_s)) return null;
    return skippable(s.playback.markers, s.skip_habits, s.time_s);
  });
  const [old, setOld] = useState<unknown>(null);
  useEffect(() => {
    if (!marker) return;
    const timer = setTimeout(() => setOld(marker), STAY_MS);
    return () => clearTimeout(timer);
  }, [marker]);
  if (!marker || (old === marker && !controls)) return null;
  return (
    <div
      className={`pointer-events-none absolute right-4 z-20 transition-[bottom] duration-200 ease-out sm:right-9 ${controls ? 'bottom-26 sm:bottom-28' : 'bottom-6 sm:bottom-9'}`}
    >
      <button
        type="button"
        onClick={() => request({ do: 'skip_marker' })}
        className="pointer-events-auto inline-flex h-11.5 animate-rise items-center gap-2 rounded-control border border-white/30 bg-[#1c1c1e]/85 pr-4 pl-5 text-body font-semibold text-white shadow-card backdrop-blur-xl transition-colors duration-150 hover:border-white hover:bg-white hover:text-[#0a0a0a]"
      >
        {t(`skip.${groupOf(marker)}`)}
        <ChevronsRight aria-hidden size={19} />
      </button>
    </div>
  );
}
