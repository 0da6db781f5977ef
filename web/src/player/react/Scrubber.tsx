import { useMemo, useRef, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { bufferedUntil, chapterAt, clockTime, partOf, piecesOf, type Chapter } from '../core';
import { useFact } from './context';
import { Pieces } from './Pieces';
import { ScrubPreview } from './ScrubPreview';
import { useScrub } from './useScrub';
import { useSmoothPlace } from './useSmoothPlace';
import { useSprites } from '@/lib/useSprites';

const NO_CHAPTERS: readonly Chapter[] = [];
const FIRST: CSSProperties = { '--at': 0 } as CSSProperties;

interface Props {
  /** Where the viewer's finger is, while it drags; the clock beside the bar follows it. */
  onDrag(time_s: number | null): void;
}

/** What a screen reader says of the place: 16:02 of 47:55, The crossing. */
function usePlaceWords(chapters: readonly Chapter[]) {
  const { t } = useTranslation('player');
  const duration_s = useFact((s) => s.duration_s);
  const whole_s = useFact((s) => Math.floor(s.time_s));
  const chapter = chapterAt(chapters, whole_s)?.title;
  const time = t('timeOf', { time: clockTime(whole_s, duration_s), whole: clockTime(duration_s) });
  return {
    'aria-label': t('seek'),
    'aria-valuemin': 0,
    'aria-valuemax': Math.floor(duration_s),
    'aria-valuenow': whole_s,
    'aria-valuetext': chapter ? `${time}, ${chapter}` : time,
  };
}

export function Scrubber({ onDrag }: Props) {
  const bar = useRef<HTMLDivElement>(null);
  const { hover, drag, shown, handlers } = useScrub(bar, onDrag);
  const duration_s = useFact((s) => s.duration_s);
  const chapters = useFact((s) => s.playback?.chapters) ?? NO_CHAPTERS;
  const buffered = useFact((s) => partOf(bufferedUntil(s.buffered, s.time_s), s.duration_s));
  const pieces = useMemo(() => piecesOf(chapters, duration_s), [chapters, duration_s]);
  const tiles = useSprites(useFact((s) => s.playback?.trickplay?.url ?? null));
  const words = usePlaceWords(chapters);
  useSmoothPlace(bar, drag);
  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={0}
      {...words}
      {...handlers}
      data-scrubbing={shown === null ? undefined : ''}
      // A mouse does not take the focus: arrows and space stay the whole player's.
      onMouseDown={(event) => event.preventDefault()}
      className="group/bar touch relative flex h-7 cursor-pointer touch-none items-center rounded-sm select-none"
      style={FIRST}
    >
      <Pieces pieces={pieces} buffered={buffered} hover={drag === null ? hover : null} shown={shown} />
      <i
        aria-hidden
        className={`pointer-events-none absolute top-1/2 size-[15px] -translate-x-1/2 -translate-y-1/2 rounded-full bg-white shadow-[0_1px_6px_rgb(0_0_0/0.5)] transition-[scale] duration-150 ${drag !== null ? 'scale-125' : 'group-hover/bar:scale-110'}`}
        style={{ left: 'calc(var(--at) * 100%)' }}
      />
      {shown !== null && duration_s > 0 ? <ScrubPreview part={shown} tiles={tiles} /> : null}
    </div>
  );
}
