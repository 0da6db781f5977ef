import { Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFact, useRequest } from './context';

/** A browser that lets no sound out before a touch: one great button. */
export function TouchToPlay() {
  const { t } = useTranslation('player');
  const request = useRequest();
  const needed = useFact((s) => s.needs_touch && s.phase === 'ready' && s.paused);
  if (!needed) return null;
  return (
    <button
      type="button"
      autoFocus
      onClick={() => request({ do: 'play' })}
      className="absolute top-1/2 left-1/2 z-20 flex h-16 -translate-x-1/2 -translate-y-1/2 items-center gap-3 rounded-full bg-white pr-8 pl-6.5 text-lead font-semibold text-[#0a0a0a] shadow-card transition-transform duration-150 hover:scale-103"
    >
      <Play aria-hidden size={24} fill="currentColor" />
      {t('play')}
    </button>
  );
}
