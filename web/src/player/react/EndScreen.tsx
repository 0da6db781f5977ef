import { ArrowLeft, Play, RotateCcw } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '@/api';
import { Picture } from '@/ui';
import { useFact, useRequest } from './context';
import { useCountdown } from './useCountdown';

const BUTTON =
  'inline-flex h-11.5 items-center justify-center gap-2.5 rounded-control px-5 text-body font-semibold transition-[background,opacity] duration-150';

interface Props {
  readonly next: Media | null;
  /** The next one begins by itself. */
  readonly counts: boolean;
  onNext(): void;
  onBack(): void;
}

function Countdown({ onOver, onStop }: { onOver(): void; onStop(): void }) {
  const { t } = useTranslation('player');
  const left = useCountdown(true, onOver);
  return (
    <button type="button" onClick={onStop} className={`${BUTTON} bg-white/14 text-white tabular hover:bg-white/22`}>
      {t('end.stop', { count: left })}
    </button>
  );
}

function UpNext({ next, counts, onNext }: { next: Media; counts: boolean; onNext(): void }) {
  const { t } = useTranslation('player');
  const [stays, setStays] = useState(false);
  return (
    <div className="grid w-full max-w-104 text-left short:max-w-160 short:grid-cols-[240px_1fr] short:gap-x-6">
      <p className="mb-3 text-small font-semibold text-white/65 short:col-start-2 short:mb-0">{t('end.upNext')}</p>
      <button
        type="button"
        aria-label={t('nextNamed', { title: next.title })}
        onClick={onNext}
        className="group block w-full overflow-hidden rounded-card text-left shadow-card short:row-span-3 short:row-start-1 short:self-center"
      >
        <Picture
          src={next.poster_url}
          blurhash={next.blurhash}
          sizes="416px"
          className="aspect-video w-full"
          imgClassName="transition-transform duration-250 group-hover:scale-[1.03]"
        />
      </button>
      <h2 className="mt-3 text-row font-[650] tracking-[-0.015em] text-white short:mt-1">{next.title}</h2>
      <div className="mt-4 flex flex-wrap gap-2.5">
        <button type="button" onClick={onNext} className={`${BUTTON} bg-white text-[#0a0a0a] hover:opacity-90`}>
          <Play aria-hidden size={18} fill="currentColor" />
          {t('end.playNext')}
        </button>
        {counts && !stays ? <Countdown onOver={onNext} onStop={() => setStays(true)} /> : null}
      </div>
    </div>
  );
}

/** After the last frame: again, on, or out. */
export function EndScreen({ next, counts, onNext, onBack }: Props) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const ended = useFact((s) => s.ended && s.phase === 'ready');
  if (!ended) return null;
  return (
    <div className="absolute inset-0 z-10 grid animate-appear place-items-center overflow-y-auto bg-black/72 px-6 pt-20 pb-28 short:pt-16 short:pb-24 backdrop-blur-lg">
      <div className="flex w-full flex-col items-center gap-8 short:gap-2">
        {next ? <UpNext next={next} counts={counts} onNext={onNext} /> : <h2 className="text-[1.75rem] font-[680] tracking-[-0.02em] text-white">{t('end.title')}</h2>}
        <div className="flex flex-wrap justify-center gap-2.5">
          <button
            type="button"
            onClick={() => request({ do: 'start_over' })}
            className={next ? `${BUTTON} text-white/80 hover:bg-white/12` : `${BUTTON} bg-white text-[#0a0a0a] hover:opacity-90`}
          >
            <RotateCcw aria-hidden size={18} />
            {t('end.again')}
          </button>
          <button type="button" onClick={onBack} className={`${BUTTON} ${next ? 'text-white/80 hover:bg-white/12' : 'bg-white/14 text-white hover:bg-white/22'}`}>
            <ArrowLeft aria-hidden size={18} />
            {t('end.back')}
          </button>
        </div>
      </div>
    </div>
  );
}
