import { Pause, Play, SkipForward } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFact, useRequest } from './context';
import { SkipIcon } from './SkipIcon';

const ROUND = 'grid place-items-center rounded-full bg-black/35 text-white backdrop-blur-sm transition-transform duration-150 active:scale-90';

interface Props {
  readonly shown: boolean;
  readonly onNext: (() => void) | null;
}

/** For thumbs: the great buttons in the middle of the picture. */
export function TouchControls({ shown, onNext }: Props) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const paused = useFact((s) => s.paused);
  const busy = useFact((s) => s.phase !== 'ready' || s.waiting);
  // Sound alone shows a cover in the middle: the buttons make room for it.
  const place = useFact((s) => s.phase === 'ready' && s.video_width === 0)
    ? 'items-end justify-center pb-38 short:items-center short:justify-end short:pr-20 short:pb-12'
    : 'items-center justify-center';
  return (
    <div className={`pointer-events-none! absolute inset-0 flex gap-9 ${shown ? '[&>*]:pointer-events-auto' : ''} ${place}`}>
      <button type="button" aria-label={t('back10')} className={`${ROUND} size-13`} onClick={() => request({ do: 'skip', by_s: -10 })}>
        <SkipIcon back size={29} />
      </button>
      <button
        type="button"
        aria-label={paused ? t('play') : t('pause')}
        className={`${ROUND} size-18 ${busy ? 'opacity-0' : ''}`}
        onClick={() => request({ do: 'toggle' })}
      >
        {paused ? (
          <Play aria-hidden size={34} fill="currentColor" className="translate-x-0.5" />
        ) : (
          <Pause aria-hidden size={34} fill="currentColor" strokeWidth={1.2} />
        )}
      </button>
      <button type="button" aria-label={t('forward10')} className={`${ROUND} size-13`} onClick={() => request({ do: 'skip', by_s: 10 })}>
        <SkipIcon size={29} />
      </button>
      {onNext ? (
        <button type="button" aria-label={t('next')} className={`${ROUND} absolute right-4 bottom-26 size-11`} onClick={onNext}>
          <SkipForward aria-hidden size={20} fill="currentColor" />
        </button>
      ) : null}
    </div>
  );
}
