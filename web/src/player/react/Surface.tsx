import { useRef } from 'react';
import type { PlayerRequest } from '../core';
import { GestureSigns } from './GestureSigns';
import { useGestures } from './useGestures';

interface Props {
  /** A request with a sign on the picture. */
  ask(request: PlayerRequest): void;
  onTap(): void;
}

const byFinger = () => matchMedia('(pointer: coarse)').matches;

/** The picture itself: a click plays or pauses, two fill the screen; fingers tap, swipe, hold and pinch. */
export function Surface({ ask, onTap }: Props) {
  const area = useRef<HTMLDivElement>(null);
  const { preview_s, handlers } = useGestures(area, { ask, onTap });
  const click = (event: React.MouseEvent) => {
    if ((event.nativeEvent as globalThis.PointerEvent).pointerType !== 'touch') ask({ do: 'toggle' });
  };
  return (
    <>
      <div
        ref={area}
        aria-hidden
        data-testid="surface"
        className="absolute inset-0 touch-none"
        {...handlers}
        // A finger held down is double speed, not the browser's menu.
        onContextMenu={(event) => byFinger() && event.preventDefault()}
        onClick={click}
        onDoubleClick={() => !byFinger() && ask({ do: 'toggle_fullscreen' })}
      />
      <GestureSigns preview_s={preview_s} />
    </>
  );
}
