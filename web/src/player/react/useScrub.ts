/** The finger on the bar: where it hovers, where it drags, and the keys that stand for it. */
import { useEffect, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';
import { useFact, useRequest, useStage } from './context';

const STEP_S = 5;

const KEY_STEPS: Readonly<Record<string, number>> = {
  ArrowLeft: -STEP_S,
  ArrowDown: -STEP_S,
  ArrowRight: STEP_S,
  ArrowUp: STEP_S,
  PageDown: -60,
  PageUp: 60,
};

/** Places are parts of the whole, 0 to 1. `onDrag` hears the second under the finger, null when it is lifted. */
export function useScrub(bar: RefObject<HTMLElement | null>, onDrag: (time_s: number | null) => void) {
  const { hold } = useStage();
  const request = useRequest();
  const [hover, setHover] = useState<number | null>(null);
  const [drag, setDrag] = useState<number | null>(null);
  const duration_s = useFact((s) => s.duration_s);
  const ready = useFact((s) => s.phase === 'ready');

  useEffect(() => {
    hold('drag', drag !== null);
    onDrag(drag === null ? null : drag * duration_s);
  }, [drag, duration_s, hold, onDrag]);

  const partAt = (event: PointerEvent) => {
    const box = bar.current?.getBoundingClientRect();
    return box && box.width > 0 ? Math.min(1, Math.max(0, (event.clientX - box.left) / box.width)) : 0;
  };
  const handlers = {
    onPointerDown(event: PointerEvent) {
      if (!ready || event.button !== 0) return;
      bar.current?.setPointerCapture(event.pointerId);
      setDrag(partAt(event));
    },
    onPointerMove(event: PointerEvent) {
      const part = partAt(event);
      if (event.pointerType === 'mouse') setHover(part);
      if (drag !== null) setDrag(part);
    },
    onPointerUp() {
      if (drag !== null) request({ do: 'seek', to_s: drag * duration_s });
      setDrag(null);
    },
    onPointerCancel: () => setDrag(null),
    onPointerLeave: () => setHover(null),
    onKeyDown(event: KeyboardEvent) {
      const step = KEY_STEPS[event.key];
      if (step !== undefined) request({ do: 'skip', by_s: step });
      else if (event.key === 'Home') request({ do: 'seek_part', part: 0 });
      else if (event.key === 'End') request({ do: 'seek_part', part: 1 });
      else return;
      event.preventDefault();
    },
  };
  return { hover, drag, shown: drag ?? hover, handlers };
}
