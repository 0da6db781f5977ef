import { ListVideo, Maximize, Minimize, Pause, PictureInPicture2, Play, SkipForward, TableOfContents } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { chapterAt, clockTime } from '../core';
import { useFact, useRequest } from './context';
import { QualityMenu } from './menus/QualityMenu';
import { SpeedMenu } from './menus/SpeedMenu';
import { TracksMenu } from './menus/TracksMenu';
import { CastButton } from './CastButton';
import { PlayerButton, bareButton } from './PlayerButton';
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

/** Two chapters or more are worth a list. */
function ChaptersButton({ onOpen }: { onOpen(): void }) {
  const { t } = useTranslation('player');
  const some = useFact((s) => (s.playback?.chapters.length ?? 0) > 1);
  const now = useFact((s) => chapterAt(s.playback?.chapters ?? [], s.time_s)?.title ?? null);
  if (!some) return null;
  return (
    <>
      {now ? (
        <button
          type="button"
          tabIndex={-1}
          aria-hidden
          onClick={onOpen}
          className="ml-2 min-w-0 max-w-60 truncate rounded-lg px-2 py-1 text-small text-white/75 transition-colors duration-150 hover:bg-white/12 hover:text-white max-lg:hidden"
        >
          {now}
        </button>
      ) : null}
      <PlayerButton label={t('chapters.title')} icon={TableOfContents} onClick={onOpen} />
    </>
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
      data-first=""
      filled
      onClick={() => request({ do: 'toggle' })}
    />
  );
}

interface Props {
  readonly nextTitle: string | null;
  onNext(): void;
  onWhy(): void;
  onChapters(): void;
  /** null: it belongs to no series. */
  readonly onEpisodes: (() => void) | null;
  onLook(): void;
}

/** The lower edge: the bar, and under it what is done most. */
export function Controls({ nextTitle, onNext, onWhy, onChapters, onEpisodes, onLook }: Props) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const [drag_s, setDrag] = useState<number | null>(null);
  const fullscreen = useFact((s) => s.fullscreen);
  const canFill = useFact((s) => s.can_fullscreen && !s.pip_window);
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
        <div className="ml-auto flex min-w-0 items-center gap-1 sm:gap-2">
          <ChaptersButton onOpen={onChapters} />
          {onEpisodes ? <PlayerButton label={t('episodes.title')} hint="E" icon={ListVideo} onClick={onEpisodes} className={`${bareButton} max-sm:hidden`} /> : null}
          <SpeedMenu />
          <TracksMenu onLook={onLook} />
          <QualityMenu onWhy={onWhy} />
          <CastButton />
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
