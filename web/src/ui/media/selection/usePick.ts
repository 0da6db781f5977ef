/** Choosing one title: by its tick, or, while a selection goes on, by the whole card. */
import type { MouseEvent } from 'react';

import { useSayFailure } from '../actions';
import { useGrown } from '../grown';
import { useScope } from './scope';
import { isChosen, reached, turned, useSelection } from './store';

export function usePick(id: string, at: number) {
  const scope = useScope();
  const say = useSayFailure();
  const active = useSelection((state) => state.active);
  const on = useSelection((state) => isChosen(state, id));
  if (!scope) return null;

  function pick(reaching: boolean): void {
    const { last } = useSelection.getState();
    useGrown.getState().hide();
    if (!reaching || last === null) {
      useSelection.setState(turned(useSelection.getState(), id, at));
      return;
    }
    scope
      ?.between(Math.min(last, at), Math.max(last, at))
      .then((ids) => useSelection.setState(reached(useSelection.getState(), ids, at)))
      .catch(say);
  }

  return {
    active,
    on,
    pick,
    /** For the element around a card: its link does not open while titles are chosen. */
    onClickCapture: (event: MouseEvent) => {
      const tick = event.target instanceof Element && event.target.closest('[data-tick]');
      if (tick || !useSelection.getState().active || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      event.stopPropagation();
      pick(event.shiftKey);
    },
  };
}
