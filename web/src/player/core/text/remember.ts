/** What the viewer chose for a title goes to the server, several changes of a moment as one. */
import type { Choices } from '@/api';
import type { Clock } from '../clock';

const GATHER_MS = 600;

export interface Remembering {
  add(change: Partial<Choices>): void;
  /** Sends what is still here. */
  destroy(): void;
}

export function createRemembering(
  clock: Clock,
  send: (change: Partial<Choices>) => Promise<unknown>,
): Remembering {
  let waiting: Partial<Choices> = {};
  let stop = () => {};
  const go = () => {
    stop();
    if (Object.keys(waiting).length === 0) return;
    const change = waiting;
    waiting = {};
    // What could not be kept is what the viewer sees all the same: the film goes on.
    void send(change).catch(() => undefined);
  };
  return {
    add(change) {
      waiting = { ...waiting, ...change };
      stop();
      stop = clock.after(GATHER_MS, go);
    },
    destroy: go,
  };
}
