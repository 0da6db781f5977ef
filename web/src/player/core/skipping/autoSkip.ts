/**
 * Skips by itself what the viewer wants skipped, each stretch once. Who seeks into one, or goes
 * back to it, wants to see it.
 */
import type { PlaybackMarker } from '@/api';
import { groupOf, skippable, type SkipHabits } from './markers';

/** Media events come four times a second: a longer step was a seek. */
const STEP_S = 1.5;

export class AutoSkip {
  #before_s: number | null = null;
  readonly #done = new Set<PlaybackMarker>();

  /** The stretch to skip now that the picture is at `time_s`; null: none. */
  moved(markers: readonly PlaybackMarker[], habits: SkipHabits, time_s: number, rate: number): PlaybackMarker | null {
    const before_s = this.#before_s;
    this.#before_s = time_s;
    const marker = skippable(markers, habits, time_s);
    if (!marker || habits[groupOf(marker)] !== 'auto' || this.#done.has(marker)) return null;
    const fromStart = before_s === null && time_s <= marker.start_s + STEP_S;
    const playedIn = before_s !== null && before_s <= marker.start_s && time_s - before_s <= STEP_S * Math.max(1, rate);
    this.#done.add(marker);
    return fromStart || playedIn ? marker : null;
  }
}
