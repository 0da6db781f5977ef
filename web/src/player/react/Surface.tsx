import { useEffect, useRef, type PointerEvent } from 'react';
import { createTaps, systemClock, type PlayerRequest, type Side, type Taps } from '../core';

interface Props {
  /** A request with a sign on the picture. */
  ask(request: PlayerRequest): void;
  onTap(): void;
}

/** The picture itself: a click plays or pauses, two fill the screen; fingers tap, or tap twice to seek. */
export function Surface({ ask, onTap }: Props) {
  const newest = useRef({ ask, onTap });
  useEffect(() => {
    newest.current = { ask, onTap };
  });
  const taps = useRef<Taps | null>(null);
  useEffect(() => {
    const made = createTaps(systemClock, {
      single: () => newest.current.onTap(),
      seek: (by_s) => newest.current.ask({ do: 'skip', by_s }),
      middle: () => newest.current.ask({ do: 'toggle' }),
    });
    taps.current = made;
    return () => made.destroy();
  }, []);

  const up = (event: PointerEvent<HTMLDivElement>) => {
    if (event.pointerType === 'mouse') return;
    const part = event.nativeEvent.offsetX / event.currentTarget.clientWidth;
    const side: Side = part < 0.36 ? 'left' : part > 0.64 ? 'right' : 'middle';
    taps.current?.tap(side);
  };
  const click = (event: React.MouseEvent) => {
    if ((event.nativeEvent as globalThis.PointerEvent).pointerType !== 'touch') ask({ do: 'toggle' });
  };
  const doubleClick = () => {
    if (!matchMedia('(pointer: coarse)').matches) ask({ do: 'toggle_fullscreen' });
  };
  return (
    <div
      aria-hidden
      data-testid="surface"
      className="absolute inset-0 touch-manipulation"
      onPointerUp={up}
      onClick={click}
      onDoubleClick={doubleClick}
    />
  );
}
