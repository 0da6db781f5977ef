/**
 * What the line carried while the page itself came: a first idea of it, before anything was played here.
 * No I/O: the browser's own notes (Resource Timing) come in.
 */

export interface Fetched {
  /** Bytes over the line; 0 where the browser had it. */
  readonly transferSize: number;
  /** Milliseconds. */
  readonly responseStart: number;
  readonly responseEnd: number;
}

/** What is smaller says more of the way to the server than of the line. */
const SMALLEST_BYTES = 48_000;
/** Of the newest ones, for the line may have been another earlier. */
const NEWEST = 6;
/** A page comes in one burst, a film has to keep coming. */
const CARE = 0.6;
/** More changes nothing, and a clock of a tenth of a millisecond could not tell it. */
const MOST_BPS = 100_000_000;

/** Bits a second; null where too little came over the line. */
export function lineSeen(fetched: readonly Fetched[]): number | null {
  const rates = fetched
    .filter(({ transferSize, responseStart }) => transferSize >= SMALLEST_BYTES && responseStart > 0)
    .slice(-NEWEST)
    .map(({ transferSize, responseStart, responseEnd }) => (transferSize * 8000) / Math.max(0.1, responseEnd - responseStart))
    .sort((a, b) => a - b);
  const middle = rates[Math.floor((rates.length - 1) / 2)];
  return middle === undefined ? null : Math.min(MOST_BPS, middle * CARE);
}

/** The line as this page saw it. */
export function lineOfPage(): number | null {
  if (typeof performance.getEntriesByType !== 'function') return null;
  return lineSeen(performance.getEntriesByType('resource') as PerformanceResourceTiming[]);
}
