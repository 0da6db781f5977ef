/** Keys of the whole page, given to the player where no focused control wants them itself. */
import { useEffect, useRef } from 'react';
import { directionOf, keyIsTaken, wishOf, type Wish } from '../core';
import { useFact, useStage } from './context';
import { enterControls, focused, moveFocus } from './focus';

function holderOf(target: EventTarget | null) {
  // Not instanceof: in a window of its own the stage has other classes.
  const element = target && 'tagName' in target ? (target as HTMLElement) : null;
  return {
    tag: element?.tagName ?? '',
    role: element?.getAttribute('role') ?? null,
    editable: element?.isContentEditable ?? false,
  };
}

/** True where a key moved the focus among the controls, or let it go. */
function movesFocus(root: HTMLElement | null, event: KeyboardEvent, wish: Wish | null): boolean {
  const now = focused(root);
  const way = directionOf(event.key);
  if (root && now && way) moveFocus(root, now, way);
  else if (now && wish?.to === 'screen' && wish.show === 'back') now.blur();
  else if (root && wish?.to === 'screen' && wish.show === 'controls') enterControls(root);
  else return false;
  return true;
}

export function useKeys(heard: (wish: Wish) => void): void {
  const newest = useRef(heard);
  useEffect(() => {
    newest.current = heard;
  });
  const { root } = useStage();
  const out = useFact((s) => s.pip_window);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.defaultPrevented || keyIsTaken(event, holderOf(event.target))) return;
      const wish = wishOf(event);
      if (movesFocus(root, event, wish)) return event.preventDefault();
      if (!wish) return;
      // A key held down seeks and fades, but does not flicker switches.
      const switches = wish.to === 'screen' || wish.request.do.startsWith('toggle');
      event.preventDefault();
      if (!(event.repeat && switches)) newest.current(wish);
    };
    const windows = new Set([window, (out && root?.ownerDocument.defaultView) || window]);
    for (const view of windows) view.addEventListener('keydown', press);
    return () => {
      for (const view of windows) view.removeEventListener('keydown', press);
    };
  }, [root, out]);
}
