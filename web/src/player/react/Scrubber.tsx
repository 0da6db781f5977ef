import { useEffect, useMemo, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { bufferedUntil, chapterAt, clockTime, partOf, piecesOf, type Chapter } from '../core';
import { useFact, useRequest, useStage } from './context';
import { ScrubPreview } from './ScrubPreview';
import { useSmoothPlace } from './useSmoothPlace';
import { useSprites } from './useSprites';

const NO_CHAPTERS: readonly Chapter[] = [];
const STEP_S = 5;

const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -STEP_S, ArrowDown: -STEP_S, ArrowRight: STEP_S, ArrowUp: STEP_S, PageDown: -60, PageUp: 60,
};

interface Props {
  /** Where the viewer's finger is, while it drags; the clock beside the bar follows it. */
  onDrag(time_s: number | null): void;
}

export function Scrubber({ onDrag }: Props) {
  const { t } = useTranslation('player');
  const { hold } = useStage();
  const request = useRequest();
  const bar = useRef<HTMLDivElement>(null);
  const [hover, setHover] = useState<number | null>(null);
  const [drag, setDrag] = useState<number | null>(null);
  const duration_s = useFact((s) => s.duration_s);
  const ready = useFact((s) => s.phase === 'ready');
  const chapters = useFact((s) => s.playback?.chapters) ?? NO_CHAPTERS;
  const until = useFact((s) => partOf(bufferedUntil(s.buffered, s.time_s), s.duration_s));
  const whole_s = useFact((s) => Math.floor(s.time_s));
  const pieces = useMemo(() => piecesOf(chapters, duration_s), [chapters, duration_s]);
  const tiles = useSprites(useFact((s) => s.playback?.trickplay?.url ?? null));
  useSmoothPlace(bar, drag);

  useEffect(() => {
    hold('drag', drag !== null);
    onDrag(drag === null ? null : drag * duration_s);
  }, [drag, duration_s, hold, onDrag]);

  const partAt = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect();
    return box && box.width > 0 ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0;
  };
  const down = (event: PointerEvent) => {
    if (!ready || event.button !== 0) return;
    bar.current?.setPointerCapture(event.pointerId);
    setDrag(partAt(event));
  };
  const move = (event: PointerEvent) => {
    const part = partAt(event);
    if (event.pointerType === 'mouse') setHover(part);
    if (drag !== null) setDrag(part);
  };
  const up = () => {
    if (drag !== null) request({ do: 'seek', to_s: drag * duration_s });
    setDrag(null);
  };
  const key = (event: KeyboardEvent) => {
    const step = KEY_STEPS[event.key];
    if (step !== undefined) request({ do: 'skip', by_s: step });
    else if (event.key === 'Home' || event.key === 'End') request({ do: 'seek_part', part: event.key === 'End' ? 1 : 0 });
    else return;
    event.preventDefault();
  };
  const shown = drag ?? hover;
  const chapter = chapterAt(chapters, whole_s)?.title;
  const time = t('timeOf', { time: clockTime(whole_s, duration_s), whole: clockTime(duration_s) });
  return (
    <div
      ref={bar}
      role="slider"
      tabIndex={0}
      aria-label={t('seek')}
      aria-valuemin={0}
      aria-valuemax={Math.floor(duration_s)}
      aria-valuenow={whole_s}
      aria-valuetext={chapter ? `${time}, ${chapter}` : time}
      data-scrubbing={shown === null ? undefined : ''}
      onMouseDown={(event) => event.preventDefault()}
      onPointerDown={down}
      onPointerMove={move}
      onPointerUp={up}
      onPointerCancel={() => setDrag(null)}
      onPointerLeave={() => setHover(null)}
      onKeyDown={key}
      className="group/bar relative flex h-7 cursor-pointer touch-none items-center rounded-sm select-none"
      style={{ '--at': 0 } as React.CSSProperties}
    >
      <div className="flex w-full items-center gap-[3px]">
        {pieces.map((piece) => {
          const under = shown !== null && shown >= piece.from && shown < piece.to;
          return (
            <div
              key={piece.from}
              className={`relative min-w-0 overflow-hidden rounded-[3px] bg-white/30 transition-[height] duration-150 ${under && pieces.length > 1 ? 'h-[9px]' : 'h-[5px] group-hover/bar:h-[6px]'}`}
              style={{ flexGrow: piece.to - piece.from, flexBasis: 0, '--from': piece.from, '--to': piece.to } as React.CSSProperties}
            >
              <i className="player-fill absolute inset-0 bg-white/35" style={{ '--at': until } as React.CSSProperties} />
              {hover !== null && drag === null ? (
                <i className="player-fill absolute inset-0 bg-white/30" style={{ '--at': hover } as React.CSSProperties} />
              ) : null}
              <i className="player-fill absolute inset-0 bg-accent" />
            </div>
          );
        })}
      </div>
      <i
        aria-hidden
        className={`pointer-events-none absolute top-1/2 size-[15px] -translate-x-1/2 -translate-y-1/2 rounded-full bg-white shadow-[0_1px_6px_rgb(0_0_0/0.5)] transition-[scale] duration-150 ${drag !== null ? 'scale-125' : 'group-hover/bar:scale-110'}`}
        style={{ left: 'calc(var(--at) * 100%)' }}
      />
      {shown !== null && duration_s > 0 ? <ScrubPreview part={shown} tiles={tiles} /> : null}
    </div>
  );
}
