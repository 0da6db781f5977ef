/** The ways an answer offers, which of them failed, and which is taken now. No I/O. */
import type { Playback } from '@/api';
import type { SoundWish } from './choices';
import { liked } from './qualities';
import type { Quality, Way } from '../types';
import { wayAfter, waysOf, type Habits, type Source } from './ways';

export class Road {
  #ways: Source[] = [];
  #failed: Way[] = [];
  source: Source | null = null;
  /** The sound that is wanted; null: the one that a plain file plays. */
  sound: SoundWish | null = null;
  #asked = false;

  constructor(
    private readonly habits: () => Habits,
    private readonly firstSound?: (playback: Playback) => SoundWish | null,
  ) {}

  /** False where there is no way at all. */
  offer(playback: Playback): boolean {
    this.#ways = waysOf(playback, this.habits());
    if (!this.#asked) this.sound = this.firstSound?.(playback) ?? null;
    this.#asked = true;
    return this.#ways.length > 0;
  }

  next(): Source | null {
    return wayAfter(this.#ways, this.#failed);
  }

  /** The next way, but a stream where another sound is wanted, or less than the file itself has. */
  begin(): Source | null {
    const next = this.next();
    const wish = next && this.liked(next);
    const other = next?.way === 'direct' && (this.sound !== null || (wish && !wish.original));
    return (other ? this.manifest() : null) ?? next;
  }

  /** The way taken now, as the newest answer has it; null where it is not offered any more. */
  same(): Source | null {
    const way = this.source?.way;
    return this.#ways.find((w) => w.way === way && !this.#failed.includes(w.way)) ?? null;
  }

  /** What offers every quality and sound; null where none is left. */
  manifest(): Source | null {
    return this.#ways.find((w) => w.way !== 'direct' && !this.#failed.includes(w.way)) ?? null;
  }

  /** The way taken now is no good; answers the next. */
  fail(): Source | null {
    if (this.source) this.#failed.push(this.source.way);
    return this.next();
  }

  forgive(): void {
    this.#failed = [];
  }

  /** What this device was set to, among what a way offers. */
  liked(source: Source): Quality | null {
    return liked(source.told, this.habits().quality);
  }
}
