/** Subtitles earlier or later than they are written: the times of the cues are moved, nothing is read again. */

export const LONGEST_DELAY_S = 600;
export const DELAY_STEP_S = 0.1;

type Timed = Pick<VTTCue, 'startTime' | 'endTime'>;

/** To a tenth of a second, within what the server keeps. */
export function delayOf(seconds: number): number {
  const kept = Math.min(LONGEST_DELAY_S, Math.max(-LONGEST_DELAY_S, Number.isFinite(seconds) ? seconds : 0));
  return Math.round(kept * 10) / 10 || 0;
}

/** Moves cues; each remembers where it was written, so that moving twice adds up to nothing odd. */
export function createShift(): (cues: Iterable<Timed>, delay_s: number) => void {
  const written = new WeakMap<Timed, { readonly start_s: number; readonly end_s: number }>();
  return (cues, delay_s) => {
    for (const cue of [...cues]) {
      const own = written.get(cue) ?? { start_s: cue.startTime, end_s: cue.endTime };
      written.set(cue, own);
      if (cue.startTime === own.start_s + delay_s) continue;
      cue.startTime = own.start_s + delay_s;
      cue.endTime = own.end_s + delay_s;
    }
  };
}
