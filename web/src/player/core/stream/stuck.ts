/**
 * Notices a player that waits for nothing: it wants to go on, nothing comes, and nobody said that
 * anything failed. A library that feeds the element forgets now and then to ask, and would wait for ever.
 */
import type { Clock } from '../clock';
import { bufferedEnd } from '../media';

export const LOOK_MS = 1000;
/** Longer than any answer takes that may still come: see the time-outs of the library. */
export const STUCK_MS = 45_000;

export interface Stuck {
  destroy(): void;
}

/** `bytes`: how many came so far. `mend`: told of the first time, the second, ..., until it plays again. */
export function createStuck(video: HTMLVideoElement, clock: Clock, bytes: () => number, mend: (times: number) => void): Stuck {
  let seen = '';
  let reached = NaN;
  let since = clock.now();
  let times = 0;
  let cancel: () => void;
  const look = () => {
    cancel = clock.after(LOOK_MS, look);
    const wants = !video.paused && !video.ended;
    const plays = !video.seeking && video.readyState >= 3 && video.currentTime !== reached;
    if (!wants || plays) times = 0;
    reached = video.currentTime;
    // An element that has enough may be held still all the same: Shaka sets its rate to 0 while it waits for more.
    const now = wants ? `${reached} ${bufferedEnd(video)} ${bytes()}` : '';
    if (now !== seen || !wants) {
      seen = now;
      since = clock.now();
    } else if (clock.now() - since >= STUCK_MS) {
      since = clock.now();
      times += 1;
      mend(times);
    }
  };
  cancel = clock.after(LOOK_MS, look);
  return { destroy: () => cancel() };
}
