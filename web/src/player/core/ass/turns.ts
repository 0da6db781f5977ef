/**
 * One drawing at a time: while the worker draws, only the newest wish is kept. A script can be
 * written so that a picture takes for ever; then `stuck` is told, once.
 */
import type { Clock } from '../clock';
import type { Moment } from './messages';

export const STUCK_MS = 15_000;

export interface Turns {
  want(moment: Moment): void;
  /** The worker has drawn. */
  done(): void;
  destroy(): void;
}

export function createTurns(clock: Clock, draw: (moment: Moment) => void, stuck: () => void): Turns {
  let busy = false;
  let next: Moment | null = null;
  let cancel = () => {};

  const go = (moment: Moment) => {
    busy = true;
    cancel = clock.after(STUCK_MS, stuck);
    draw(moment);
  };
  return {
    want(moment) {
      if (busy) next = { ...moment, anew: moment.anew || next?.anew === true };
      else go(moment);
    },
    done() {
      cancel();
      busy = false;
      const waiting = next;
      next = null;
      if (waiting) go(waiting);
    },
    destroy() {
      cancel();
      busy = true;
    },
  };
}
