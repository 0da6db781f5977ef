import { Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '@/api';
import { Picture } from '@/ui';
import { isOver } from '../core';
import { useFact } from './context';
import { COUNT_S, useCountdown } from './useCountdown';

interface Props {
  readonly next: Media;
  /** Goes on by itself when the count is over. */
  readonly counts: boolean;
  readonly controls: boolean;
  onNext(): void;
}

function Card({ next, counts, controls, onNext, onStay }: Props & { onStay(): void }) {
  const { t } = useTranslation('player');
  const moving = useFact((s) => !s.paused && !s.waiting && !s.seeking);
  const left = useCountdown(counts && moving, onNext);
  return (
    <section
      aria-label={t('end.upNext')}
      className={`absolute right-4 z-20 w-[min(340px,calc(100%-32px))] animate-rise overflow-hidden rounded-card bg-[#1c1c1e]/92 text-white shadow-card backdrop-blur-xl transition-[bottom] duration-200 ease-out sm:right-9 ${controls ? 'bottom-26 sm:bottom-28' : 'bottom-6 sm:bottom-9'}`}
    >
      <div className="flex items-center gap-3 p-3">
        <Picture src={next.poster_url} blurhash={next.blurhash} sizes="120px" className="aspect-video w-28 shrink-0 rounded-lg" />
        <div className="min-w-0">
          <p className="text-caption font-semibold text-white/65">{t('end.upNext')}</p>
          <p dir="auto" className="mt-0.5 line-clamp-2 text-small font-semibold">{next.title}</p>
        </div>
      </div>
      <div className="flex gap-2 px-3 pb-3">
        <button
          type="button"
          onClick={onNext}
          className="relative inline-flex h-10 flex-1 items-center justify-center gap-2 overflow-hidden rounded-control bg-white px-3 text-small font-semibold text-[#0a0a0a] hover:opacity-90"
        >
          {counts ? (
            <i
              aria-hidden
              className="absolute inset-y-0 left-0 bg-black/12 transition-[width] duration-1000 ease-linear"
              style={{ width: `${((COUNT_S - left) / COUNT_S) * 100}%` }}
            />
          ) : null}
          <Play aria-hidden size={16} fill="currentColor" className="relative" />
          <span className="relative tabular">{counts ? t('end.nextIn', { count: left }) : t('end.playNext')}</span>
        </button>
        <button
          type="button"
          onClick={onStay}
          className="inline-flex h-10 items-center justify-center rounded-control bg-white/14 px-3.5 text-small font-semibold hover:bg-white/22"
        >
          {t('end.credits')}
        </button>
      </div>
    </section>
  );
}

/** From where only credits come: the next title, with a count, and the choice to stay. */
export function NextUp(props: Props) {
  const over = useFact(
    (s) => s.phase === 'ready' && !s.ended && s.playback !== null && isOver(s.playback.markers, s.time_s, s.duration_s),
  );
  const [stays, setStays] = useState(false);
  if (!over || stays) return null;
  return <Card {...props} onStay={() => setStays(true)} />;
}
