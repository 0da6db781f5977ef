/**
 * The element in which the stage is drawn. React listens on it and not on the page, so it can be
 * moved into a window of its own and back with all that plays in it.
 */
import { useLayoutEffect, useRef, useState, type RefObject } from 'react';

export function useStageHost(): { slot: RefObject<HTMLDivElement | null>; host: HTMLElement } {
  const slot = useRef<HTMLDivElement>(null);
  const [host] = useState(() => {
    const made = document.createElement('div');
    made.dataset['stage'] = '';
    return made;
  });
  useLayoutEffect(() => {
    slot.current?.append(host);
    return () => host.remove();
  }, [host]);
  return { slot, host };
}
