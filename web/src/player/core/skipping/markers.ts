/** Stretches that may be skipped: which one is under a moment, and where skipping it leads. No I/O. */
import type { PlaybackMarker } from '@/api';

/** What a viewer decides together; the server tells kinds more finely. */
export type SkipGroup = 'intro' | 'recap' | 'credits' | 'sponsor';
export type SkipChoice = 'button' | 'auto' | 'off';
export type SkipHabits = Readonly<Record<SkipGroup, SkipChoice>>;

export const ASK_BEFORE_SKIPPING: SkipHabits = { intro: 'button', recap: 'button', credits: 'button', sponsor: 'button' };

const GROUPS: Readonly<Record<string, SkipGroup>> = { intro: 'intro', recap: 'recap', credits: 'credits', preview: 'credits' };

/** With less left of it, a stretch is over before a hand is at the button. */
const LEAST_LEFT_S = 2;
/** Credits that end so near the end are the last thing there is: no scene comes after them. */
const AFTER_CREDITS_S = 15;

export const groupOf = (marker: PlaybackMarker): SkipGroup => GROUPS[marker.kind] ?? 'sponsor';

/** The stretch under a moment that the viewer wants to hear of; the one that began last of several. */
export function skippable(
  markers: readonly PlaybackMarker[],
  habits: SkipHabits,
  time_s: number,
): PlaybackMarker | null {
  const under = markers.filter(
    (marker) => marker.start_s <= time_s && time_s < marker.end_s - LEAST_LEFT_S && habits[groupOf(marker)] !== 'off',
  );
  return under.sort((a, b) => b.start_s - a.start_s)[0] ?? null;
}

/** Where skipping leads; stretches that follow at once are skipped with it. */
export function skipTo(markers: readonly PlaybackMarker[], marker: PlaybackMarker): number {
  let to_s = marker.end_s;
  for (const next of [...markers].sort((a, b) => a.start_s - b.start_s)) {
    if (groupOf(next) === groupOf(marker) && next.start_s <= to_s + 1) to_s = Math.max(to_s, next.end_s);
  }
  return to_s;
}

/** True at a moment after which only credits come. */
export function isOver(markers: readonly PlaybackMarker[], time_s: number, duration_s: number): boolean {
  return markers.some(
    (marker) => marker.kind === 'credits' && marker.start_s <= time_s && marker.end_s >= duration_s - AFTER_CREDITS_S,
  );
}
