/**
 * A viewer in arithmetic: a title is fetched over a recorded line by a rule and watched, and what came
 * of it is counted. No clock, no chance, no I/O: the same line and rule give the same viewing.
 */

/** A stretch of a line. At its end a trace begins anew. */
export interface Stretch {
  readonly duration_ms: number;
  readonly bandwidth_kbps: number;
  readonly latency_ms: number;
}

export interface Trace {
  readonly name: string;
  readonly stretches: readonly Stretch[];
}

/** A title as it can be fetched; a title longer than its list of sizes begins the list anew. */
export interface Title {
  readonly segment_s: number;
  /** What each rung is said to need, the lowest first. */
  readonly rungs_bps: readonly number[];
  /** By segment, then by rung. */
  readonly sizes_bits: readonly (readonly number[])[];
  readonly segments: number;
}

/** What a rule may look at before it names the rung of the next segment. */
export interface Look {
  readonly now_s: number;
  readonly segment: number;
  readonly buffer_s: number;
  readonly goal_s: number;
  readonly current: number | null;
  readonly title: Title;
  /** The sizes of the next segment by rung. */
  readonly sizes_bits: readonly number[];
}

/** A download that ended. `first_byte_s` is how long the line was silent before it. */
export interface Download {
  readonly ended_s: number;
  readonly rung: number;
  readonly bits: number;
  readonly first_byte_s: number;
  readonly total_s: number;
}

/** A download under way: what is still to come, and how long bytes have been coming. */
export interface Under {
  readonly rung: number;
  readonly bits: number;
  readonly bits_left: number;
  readonly seconds: number;
}

/** A rule at work on one viewing. */
export interface Viewing {
  choose(look: Look): number;
  learn(download: Download): void;
  /** Asked each second of a download: the rung to leave it for, null to let it end. */
  leave?: ((look: Look, running: Under) => number | null) | undefined;
}

export interface Rule {
  readonly name: string;
  begin(title: Title, goal_s: number): Viewing;
}

export interface Outcome {
  /** Mean over segments of ln(bitrate / lowest). */
  readonly utility: number;
  readonly mean_bps: number;
  readonly startup_s: number;
  readonly rebuffer_s: number;
  /** Of the time from the first picture to the last. */
  readonly rebuffer_share: number;
  readonly switches: number;
  /** utility - 5 × rebuffer_share. */
  readonly score: number;
  /** The same, with the wait for the first picture counted as rebuffering. */
  readonly score_with_startup: number;
}

export const STALL_PRICE = 5;

/** A trace with the second at which each stretch ends. */
interface Course {
  readonly stretches: readonly Stretch[];
  readonly ends_s: readonly number[];
}

function courseOf({ name, stretches }: Trace): Course {
  if (!stretches.some((one) => one.bandwidth_kbps > 0 && one.duration_ms > 0)) {
    throw new Error(`${name} never carries anything`);
  }
  let end_s = 0;
  return { stretches, ends_s: stretches.map((one) => (end_s += one.duration_ms / 1000)) };
}

/** The stretch of a moment, and how much of it is left. */
function placeAt({ ends_s }: Course, at_s: number): [index: number, left_s: number] {
  const into_s = at_s % (ends_s.at(-1) ?? 1);
  let [low, high] = [0, ends_s.length - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ends_s[middle] ?? 0) > into_s) high = middle;
    else low = middle + 1;
  }
  return [low, (ends_s[low] ?? 0) - into_s];
}

/** Moments of a download, a second apart, and its end: seconds since it was asked for, and bits so far. */
function* fetching(course: Course, from_s: number, bits: number): Generator<{ past_s: number; bits: number }> {
  const { stretches } = course;
  let [index, left_s] = placeAt(course, from_s);
  let silent_s = latencyAt(course, from_s);
  let [past_s, got, tick_s] = [0, 0, 1];
  while (got < bits) {
    const bps = silent_s > 0 ? 0 : (stretches[index]?.bandwidth_kbps ?? 0) * 1000;
    const whole_s = bps > 0 ? (bits - got) / bps : Infinity;
    const step_s = Math.min(left_s, silent_s || Infinity, tick_s - past_s, whole_s);
    past_s += step_s;
    left_s -= step_s;
    silent_s = Math.max(0, silent_s - step_s);
    got = step_s >= whole_s ? bits : got + bps * step_s;
    if (past_s >= tick_s && got < bits) {
      tick_s++;
      yield { past_s, bits: got };
    }
    if (left_s <= 1e-9) {
      index = (index + 1) % stretches.length;
      left_s = (stretches[index]?.duration_ms ?? 0) / 1000;
    }
  }
  yield { past_s, bits };
}

function latencyAt(course: Course, at_s: number): number {
  return (course.stretches[placeAt(course, at_s)[0]]?.latency_ms ?? 0) / 1000;
}

/** Where a viewer stands. */
interface Seat {
  now_s: number;
  buffer_s: number;
  rebuffer_s: number;
  playing: boolean;
}

/** Time goes by: what is buffered is watched, and when there is none it is stood still. */
function pass(seat: Seat, past_s: number): void {
  seat.now_s += past_s;
  if (!seat.playing) return;
  seat.rebuffer_s += Math.max(0, past_s - seat.buffer_s);
  seat.buffer_s = Math.max(0, seat.buffer_s - past_s);
}

/** Fetches a segment in the rung that is chosen, or in the one it is left for; returns which it was. */
function fetchSegment(viewing: Viewing, course: Course, seat: Seat, look: Look): number {
  let rung = viewing.choose(look);
  for (let left = false; ; left = true) {
    const bits = look.sizes_bits[rung];
    if (bits === undefined) throw new Error(`there is no rung ${rung}`);
    const from_s = seat.now_s;
    const first_byte_s = latencyAt(course, from_s);
    let other: number | null = null;
    for (const moment of fetching(course, from_s, bits)) {
      pass(seat, from_s + moment.past_s - seat.now_s);
      const bits_left = bits - moment.bits;
      const seconds = moment.past_s - first_byte_s;
      if (bits_left === 0) viewing.learn({ ended_s: seat.now_s, rung, bits, first_byte_s, total_s: moment.past_s });
      else if (!left && moment.bits > 0) {
        const here = { ...look, now_s: seat.now_s, buffer_s: seat.buffer_s };
        other = viewing.leave?.(here, { rung, bits, bits_left, seconds }) ?? null;
      }
      if (other !== null) break;
    }
    if (other === null) return rung;
    rung = other;
  }
}

/**
 * Watches a title from beginning to end. Play begins, and goes on after a stall, with one whole segment;
 * no segment is asked for that the buffer has no room for. A download is left at most once.
 */
export function watch(rule: Rule, trace: Trace, title: Title, goal_s: number): Outcome {
  const viewing = rule.begin(title, goal_s);
  const course = courseOf(trace);
  const { segment_s, rungs_bps, segments } = title;
  const seat: Seat = { now_s: 0, buffer_s: 0, rebuffer_s: 0, playing: false };
  const rungs: number[] = [];
  let startup_s = 0;
  for (let segment = 0; segment < segments; segment++) {
    pass(seat, Math.max(0, seat.buffer_s + segment_s - goal_s));
    const sizes_bits = title.sizes_bits[segment % title.sizes_bits.length] ?? [];
    const { now_s, buffer_s } = seat;
    rungs.push(
      fetchSegment(viewing, course, seat, { now_s, segment, buffer_s, goal_s, current: rungs.at(-1) ?? null, title, sizes_bits }),
    );
    seat.buffer_s += segment_s;
    if (!seat.playing) startup_s = seat.now_s;
    seat.playing = true;
  }
  return outcomeOf(rungs.map((rung) => rungs_bps[rung] ?? 0), title, startup_s, seat.rebuffer_s);
}

function outcomeOf(bitrates_bps: readonly number[], title: Title, startup_s: number, rebuffer_s: number): Outcome {
  const lowest = title.rungs_bps[0] ?? 1;
  const mean = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0) / numbers.length;
  const utility = mean(bitrates_bps.map((bps) => Math.log(bps / lowest)));
  const share = (stood_s: number) => stood_s / (title.segments * title.segment_s + stood_s);
  return {
    utility,
    mean_bps: mean(bitrates_bps),
    startup_s,
    rebuffer_s,
    rebuffer_share: share(rebuffer_s),
    switches: bitrates_bps.filter((bps, n) => n > 0 && bps !== bitrates_bps[n - 1]).length,
    score: utility - STALL_PRICE * share(rebuffer_s),
    score_with_startup: utility - STALL_PRICE * share(rebuffer_s + startup_s),
  };
}
