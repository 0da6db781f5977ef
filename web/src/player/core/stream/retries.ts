/** Tries after a lost line: one at a time, each later than the one before, and seen by the viewer. */
import type { Clock } from '../clock';
import { bufferedEnd } from '../media';
import type { Store } from '../store';
import type { Snapshot } from '../types';

const LONGEST_WAIT_MS = 15_000;
/** So much more is in the buffer: the line delivers. */
const CAME_S = 0.5;

export const waitBefore = (attempt: number) => Math.min(1000 * 2 ** (attempt - 1), LONGEST_WAIT_MS);

export class Retries {
  #attempt = 0;
  #due = false;
  #bufferedAtLoss = 0;
  #stopClock: () => void = () => undefined;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly store: Store<Snapshot>,
    private readonly clock: Clock,
    private readonly online: () => boolean,
  ) {}

  /** 0 while the line is good. */
  get attempt(): number {
    return this.#attempt;
  }

  get due(): boolean {
    return this.#due;
  }

  get busy(): boolean {
    return this.store.get().retrying?.busy_s != null;
  }

  /** Whether bytes came since the line was lost. */
  get came(): boolean {
    return this.#attempt > 0 && bufferedEnd(this.video) > this.#bufferedAtLoss + CAME_S;
  }

  /** A lost line is tried later and later; a busy server (`busy_s`) when it says. */
  later(again: () => void, busy_s: number | null): void {
    // Picture and sound fail one after the other: one try is for both.
    if (this.#due) return;
    this.#due = true;
    this.#attempt++;
    this.#stopClock = this.clock.after(busy_s === null ? waitBefore(this.#attempt) : busy_s * 1000, again);
    this.#bufferedAtLoss = bufferedEnd(this.video);
    this.store.set({ retrying: { attempt: this.#attempt, offline: !this.online(), busy_s } });
  }

  cancel(): void {
    this.#stopClock();
    this.#due = false;
  }

  /** The line is good again, or everything begins anew. */
  reset(): void {
    this.cancel();
    this.#attempt = 0;
    this.store.set({ retrying: null });
  }
}
