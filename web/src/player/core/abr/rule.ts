/**
 * Which quality comes next: a decision from values to a value. The player asks it through `shakaAbr.ts`
 * and the simulator through `oursInSimulator.ts`; why it is so stands in docs/adaptation.md.
 *
 * Each rung is weighed by what it is worth to the eye, ln(bitrate); by the stall it would cost; and by
 * the buffer it would leave, whose seconds are dear when there are few of them. How quick the line will
 * be is not one number but five, spread about what was measured, and the mean over them counts.
 */
import { lately, likely, thinkingOf, type Line } from './line';

/** A quality that can be chosen; in a list the cheapest comes first. */
export interface Rung {
  readonly bitrate_bps: number;
  readonly height: number | null;
}

/** What is known at the moment of a decision. */
export interface Standing {
  readonly rungs: readonly Rung[];
  /** What the next segment has by rung; null where it is not known. */
  readonly sizes_bits: readonly number[] | null;
  readonly segment_s: number;
  readonly buffer_s: number;
  readonly goal_s: number;
  readonly current: number | null;
  /** The greatest height that can be seen on this screen; null without such a limit. */
  readonly most_height: number | null;
  readonly rate: number;
  /** Of the title behind what is buffered. */
  readonly left_s: number;
}

/** line: what the line carries; buffer: there is enough ahead to dare more, or too little to keep it;
 * screen: more could not be seen; steady: another would not be worth a change; start: nothing is known. */
export type Cause = 'start' | 'line' | 'buffer' | 'screen' | 'steady';

export interface Why {
  readonly cause: Cause;
  readonly line_bps: number;
  readonly buffer_s: number;
}

export interface Decision {
  readonly index: number;
  readonly why: Why;
}

/** A second of stalling costs as much as so many segments' worth of a whole step in ln(bitrate). */
const STALL_PRICE = 5;
/** With so much ahead the line is used just as it is: below it with care, above it boldly. */
const COMFORT_S = 24;
/** Of the goal, where that is small. */
const COMFORT_SHARE = 0.6;
/** And of what is left to watch: towards the end less has to be put by. */
const END_SHARE = 0.3;
/** Below so much the next second is not dearer still; a stall has its own price. */
const SOIL_S = 2;
/** How wide the line may be off, in ln. */
const SPREAD = 0.5;
/** What another rung must be better by, for the eye sees a change. */
const STAY = 0.1;
/** Before anything was fetched, so much of the line that is assumed may be asked for. */
const AT_FIRST = 0.85;
/** A running download is left when it would end less than so long before the buffer does. */
const CLOSE_S = 1;
/** Five points of a normal distribution and their weights (Gauss and Hermite). */
const CHANCES: readonly (readonly [number, number])[] = [
  [-2.857, 0.01126], [-1.3556, 0.22208], [0, 0.53333], [1.3556, 0.22208], [2.857, 0.01126],
];

export function decide(line: Line, standing: Standing, now_s: number): Decision {
  const { rungs, current, buffer_s } = standing;
  const line_bps = likely(line);
  const why = (cause: Cause): Why => ({ cause, line_bps: line_bps ?? 0, buffer_s });
  const most = highestSeen(standing);
  if (line_bps === null) return { index: 0, why: why('start') };
  if (current === null && buffer_s < standing.segment_s) {
    const index = Math.min(most, highestWithin(rungs, (line_bps * AT_FIRST) / standing.rate));
    return { index, why: why('start') };
  }
  const worth = rungs.map((_, n) => worthOf(n, line, line_bps, standing, now_s));
  const free = bestOf(worth, rungs.length - 1);
  const index = bestOf(worth, most);
  if (index < free && index === most) return { index, why: why('screen') };
  if (index === current && index !== bestOf(worth.map((one, n) => one - (n === current ? STAY : 0)), most)) {
    return { index, why: why('steady') };
  }
  const fits = highestWithin(rungs, line_bps / standing.rate);
  return { index, why: why(index === fits ? 'line' : 'buffer') };
}

function worthOf(n: number, line: Line, line_bps: number, standing: Standing, now_s: number): number {
  const { rungs, sizes_bits, rate } = standing;
  const bitrate_bps = rungs[n]?.bitrate_bps ?? 1;
  const bits = sizes_bits?.[n] ?? bitrate_bps * standing.segment_s;
  // Watched at double speed, a segment is half as long and so is the buffer.
  const segment_s = standing.segment_s / rate;
  const buffer_s = standing.buffer_s / rate;
  const goal_s = standing.goal_s / rate;
  const left_s = Math.max(segment_s, (standing.left_s / rate) * END_SHARE);
  const comfort_s = Math.min(COMFORT_S, goal_s * COMFORT_SHARE, left_s);
  const thinking_s = thinkingOf(line, bitrate_bps, now_s);
  const eye = Math.log(bitrate_bps / (rungs[0]?.bitrate_bps ?? 1)) + (n === standing.current ? STAY : 0);
  return CHANCES.reduce((worth, [off, weight]) => {
    const takes_s = thinking_s + bits / (line_bps * Math.exp(off * SPREAD));
    const stall_s = Math.max(0, takes_s - buffer_s);
    const after_s = Math.min(goal_s, Math.max(0, buffer_s - takes_s) + segment_s);
    const ahead = comfort_s * Math.log(after_s + SOIL_S);
    return worth + (weight * (ahead - STALL_PRICE * stall_s)) / segment_s;
  }, eye);
}

/** A download that is under way. */
export interface Running {
  readonly index: number;
  readonly bits: number;
  readonly bits_left: number;
}

/**
 * The rung to leave a running download for, null to let it end: only where it would end after the buffer
 * does, and another would come in time or at least in half the time. `line` has seen what came of it.
 */
export function leave(line: Line, standing: Standing, running: Running, now_s: number): number | null {
  const line_bps = Math.min(likely(line) ?? Infinity, lately(line) ?? Infinity);
  const buffer_s = standing.buffer_s / standing.rate;
  const rest_s = running.bits_left / line_bps;
  if (!(rest_s > buffer_s - CLOSE_S)) return null;
  const takes_s = standing.rungs.slice(0, running.index).map(({ bitrate_bps }, n) => {
    const bits = standing.sizes_bits?.[n] ?? bitrate_bps * standing.segment_s;
    return thinkingOf(line, bitrate_bps, now_s) + bits / line_bps;
  });
  const inTime = takes_s.findLastIndex((one_s) => one_s < buffer_s - CLOSE_S);
  if (inTime >= 0) return inTime;
  return (takes_s[0] ?? Infinity) < rest_s / 2 ? 0 : null;
}

function highestWithin(rungs: readonly Rung[], bps: number): number {
  return Math.max(0, rungs.findLastIndex((rung) => rung.bitrate_bps <= bps));
}

/** The highest rung whose picture the screen can show, or the first that is more than it can. */
function highestSeen({ rungs, most_height }: Standing): number {
  if (most_height === null) return rungs.length - 1;
  const enough = Math.min(...rungs.flatMap(({ height }) => (height !== null && height >= most_height ? [height] : [])));
  return Math.max(0, rungs.findLastIndex(({ height }) => height === null || height <= Math.min(enough, 1e9)));
}

function bestOf(worth: readonly number[], most: number): number {
  const allowed = worth.slice(0, most + 1);
  return allowed.indexOf(Math.max(...allowed));
}
