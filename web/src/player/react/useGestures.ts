/** Fingers on the picture, heard; `preview_s` is where a finger that swipes would go to. */
import { useEffect, useRef, useState, type PointerEvent, type RefObject } from 'react';
import {
  createGestures, createTaps, systemClock, type Gestures, type PlayerRequest, type Side, type Snapshot,
} from '../core';
import { useStage } from './context';

interface Heard {
  ask(request: PlayerRequest): void;
  onTap(): void;
}

function sideOf(part: number): Side {
  if (part < 0.36) return 'left';
  return part > 0.64 ? 'right' : 'middle';
}

function standing(area: HTMLElement | null, now: Snapshot | undefined) {
  const { volume = 1, muted = false, brightness = 1, time_s = 0, duration_s = 0 } = now ?? {};
  const [width, height] = [area?.clientWidth ?? 1, area?.clientHeight ?? 1];
  return { width, height, volume: muted ? 0 : volume, brightness, time_s, duration_s };
}

export function useGestures(area: RefObject<HTMLElement | null>, { ask, onTap }: Heard) {
  const { player } = useStage();
  const [preview_s, setPreview] = useState<number | null>(null);
  const [gestures, setGestures] = useState<Gestures | null>(null);
  const newest = useRef<Heard>({ ask, onTap });
  useEffect(() => {
    newest.current = { ask, onTap };
  });
  useEffect(() => {
    const wish = (request: PlayerRequest) => newest.current.ask(request);
    const taps = createTaps(systemClock, {
      single: () => newest.current.onTap(),
      seek: (by_s) => wish({ do: 'skip', by_s }),
      middle: () => wish({ do: 'toggle' }),
    });
    const made = createGestures(systemClock, () => standing(area.current, player?.get()), {
      tap: (part) => taps.tap(sideOf(part)),
      volume: (to) => wish({ do: 'volume', to }),
      brightness: (to) => wish({ do: 'brightness', to }),
      preview: setPreview,
      seek: (to_s) => wish({ do: 'seek', to_s }),
      hold: (on) => wish({ do: 'hold_speed', on }),
      fill: (on) => wish({ do: 'fill', on }),
    });
    setGestures(made);
    return () => {
      made.cancel();
      taps.destroy();
    };
  }, [player, area]);

  const pointOf = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { id: event.pointerId, x: event.clientX - box.left, y: event.clientY - box.top };
  };
  const finger = (event: PointerEvent) => (event.pointerType === 'mouse' ? null : gestures);
  const handlers = {
    onPointerDown: (event: PointerEvent) => finger(event)?.down(pointOf(event)),
    onPointerMove: (event: PointerEvent) => finger(event)?.move(pointOf(event)),
    onPointerUp: (event: PointerEvent) => finger(event)?.up(pointOf(event)),
    onPointerCancel: (event: PointerEvent) => finger(event)?.cancel(),
  };
  return { preview_s, handlers };
}
