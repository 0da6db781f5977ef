/** Speed over the last seconds: quick enough to be true, slow enough to be read. */
const WINDOW_MS = 6000;
/** Before this a figure would be a guess. */
const ENOUGH_MS = 700;

export interface Speed {
  /** Total bytes sent so far; answers bytes a second, null while too little is known. */
  at(now_ms: number, bytes: number): number | null;
}

export function createSpeed(): Speed {
  const points: { ms: number; bytes: number }[] = [];
  return {
    at(ms, bytes) {
      const last = points.at(-1);
      // Resuming may step back to what the server has: begin to measure anew.
      if (last && bytes < last.bytes) points.length = 0;
      points.push({ ms, bytes });
      while (points.length > 2 && ms - (points[0]?.ms ?? ms) > WINDOW_MS) points.shift();
      const first = points[0];
      if (!first || ms - first.ms < ENOUGH_MS) return null;
      return ((bytes - first.bytes) * 1000) / (ms - first.ms);
    },
  };
}
