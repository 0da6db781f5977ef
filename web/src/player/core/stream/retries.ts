/** Tries after a lost line: one at a time, each later than the one before. */
import type { Clock } from '../clock';

const LONGEST_WAIT_MS = 15_000;

export const waitBefore = (attempt: number) => Math.min(1000 * 2 ** (attempt - 1), LONGEST_WAIT_MS);

export class Retries {
  #attempt = 0;
  #due = false;
  #stopClock: () => void = () => undefined;

  constructor(private readonly clock: Clock) {}

  /** 0 while the line is good. */
  get attempt(): number {
    return this.#attempt;
  }

  get due(): boolean {
    return this.#due;
  }

  /** False where a try already waits: picture and sound fail one after the other. */
  later(again: () => void, wait_ms?: number): boolean {
    if (this.#due) return false;
    this.#due = true;
    this.#attempt++;
    this.#stopClock = this.clock.after(wait_ms ?? waitBefore(this.#attempt), again);
    return true;
  }

  cancel(): void {
    this.#stopClock();
    this.#due = false;
  }

  reset(): void {
    this.cancel();
    this.#attempt = 0;
  }
}
