import { Maximize, Minimize, Pause, PictureInPicture2, Play, SkipForward } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../core';
import { useFact, useRequest } from './context';
import { QualityMenu } from './menus/QualityMenu';
import { SpeedMenu } from './menus/SpeedMenu';
import { TracksMenu } from './menus/TracksMenu';
import { PlayerButton } from './PlayerButton';
import { Scrubber } from './Scrubber';
import { SkipIcon } from './SkipIcon';
import { Volume } from './Volume';

function Time({ drag_s }: { drag_s: number | null }) {
  const time_s = useFact((s) => Math.floor(s.time_s));
  const duration_s = useFact((s) => s.duration_s);
  if (duration_s === 0) return null;
  return (
    <span className="text-body font-semibold whitespace-nowrap text-white tabular max-sm:text-small">
      {clockTime(drag_s ?? time_s, duration_s)}
      <span className="font-normal text-white/60"> / {clockTime(duration_s)}</span>
    </span>
  );
}

function PlayPause() {
  const { t } = useTranslation('player');
  const request = useRequest();
  const paused = useFact((s) => s.paused);
  return (
    <PlayerButton
      label={paused ? t('play') : t('pause')}
      hint="K"
      icon={paused ? Play : Pause}
      filled
      onClick={() => request({ do: 'toggle' })}
    />
  );
}

interface Props {
  readonly nextTitle: string | null;
  onNext(): void;
  onWhy(): void;
  onLook(): void;
}

/** The lower edge: the bar, and under it what is done most. */
export function Controls({ nextTitle, onNext, onWhy, onLook }: Props) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const [drag_s, setDrag] = useState<number | null>(null);
  const fullscreen = useFact((s) => s.fullscreen);
  const canFill = useFact((s) => s.can_fullscreen);
  const canPip = useFact((s) => s.can_pip && s.video_width > 0);
  return (
    <div className="px-[max(16px,env(safe-area-inset-left))] pb-[max(10px,env(safe-area-inset-bottom))] sm:px-9 sm:pb-3.5">
      <Scrubber onDrag={setDrag} />
      <div className="flex items-center gap-1 sm:gap-1.5 landscape:max-h-12">
        <div className="flex items-center gap-1 pointer-coarse:hidden sm:-ml-2.5 max-sm:hidden">
          <PlayPause />
          <PlayerButton label={t('back10')} hint="J" onClick={() => request({ do: 'skip', by_s: -10 })}>
            <SkipIcon back />
          </PlayerButton>
          <PlayerButton label={t('forward10')} hint="L" onClick={() => request({ do: 'skip', by_s: 10 })}>
            <SkipIcon />
          </PlayerButton>
          {nextTitle ? (
            <PlayerButton label={t('nextNamed', { title: nextTitle })} hint="N" icon={SkipForward} filled onClick={onNext} />
          ) : null}
          <Volume />
        </div>
        <div className="sm:ml-3 pointer-coarse:ml-0">
          <Time drag_s={drag_s} />
        </div>
        <div className="ml-auto flex items-center gap-1 sm:gap-2">
          <SpeedMenu />
          <TracksMenu onLook={onLook} />
          <QualityMenu onWhy={onWhy} />
          {canPip ? (
            <PlayerButton
              label={t('pip')}
              hint="I"
              icon={PictureInPicture2}
              onClick={() => request({ do: 'toggle_pip' })}
              className="grid size-11 place-items-center rounded-control text-white/95 transition-colors duration-150 hover:bg-white/15 max-md:hidden"
            />
          ) : null}
          {canFill ? (
            <PlayerButton
              label={fullscreen ? t('leaveFullscreen') : t('fullscreen')}
              hint="F"
              icon={fullscreen ? Minimize : Maximize}
              onClick={() => request({ do: 'toggle_fullscreen' })}
            />
          ) : null}
        </div>
      </div>
    </div>
  );
}
