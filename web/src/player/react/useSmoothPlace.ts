/** Moves the bar with the picture: a variable on the element, once a frame, without React. */
import { useEffect, type RefObject } from 'react';
import { partOf } from '../core';
import { useStage } from './context';

/** While the viewer drags, the bar shows their finger and not the film. */
export function useSmoothPlace(bar: RefObject<HTMLElement | null>, drag: number | null): void {
  const { player } = useStage();
  useEffect(() => {
    if (!player) return;
    let frame = 0;
    let told = { time_s: player.get().time_s, at_ms: performance.now() };
    const draw = () => {
      const { time_s, duration_s, paused, waiting, seeking, rate } = player.get();
      if (time_s !== told.time_s) told = { time_s, at_ms: performance.now() };
      // Between two words of the element time is taken to run on, for at most a moment.
      const since_s = Math.min(0.5, ((performance.now() - told.at_ms) / 1000) * rate);
      const now_s = paused || waiting || seeking ? time_s : time_s + since_s;
      bar.current?.style.setProperty('--at', String(drag ?? partOf(now_s, duration_s)));
      frame = requestAnimationFrame(draw);
    };
    draw();
    return () => cancelAnimationFrame(frame);
  }, [player, bar, drag]);
}
