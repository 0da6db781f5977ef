/** Keys of the whole page, given to the player where no focused control wants them itself. */
import { useEffect, useRef } from 'react';
import { keyIsTaken, wishOf, type Wish } from '../core';

function holderOf(target: EventTarget | null) {
  const element = target instanceof HTMLElement ? target : null;
  return {
    tag: element?.tagName ?? '',
    role: element?.getAttribute('role') ?? null,
    editable: element?.isContentEditable ?? false,
  };
}

export function useKeys(heard: (wish: Wish) => void): void {
  const newest = useRef(heard);
  useEffect(() => {
    newest.current = heard;
  });
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || keyIsTaken(event, holderOf(event.target))) return;
      const wish = wishOf(event);
      if (!wish) return;
      // A key held down seeks and fades, but does not flicker switches.
      const switches = wish.to === 'screen' || wish.request.do.startsWith('toggle');
      event.preventDefault();
      if (!(event.repeat && switches)) newest.current(wish);
    };
    addEventListener('keydown', press);
    return () => removeEventListener('keydown', press);
  }, []);
}
