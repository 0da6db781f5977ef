/**
 * What is known of the line: how much it carries while something is fetched, a short and a long memory of
 * it, and how long the server thinks before the first byte. A server that has to encode first is slow and
 * its line is not, so the two are kept apart. All pure: a new line comes out of an old one.
 */

/** Bits and the seconds they took, old ones fading. */
interface Memory {
  readonly bits: number;
  readonly seconds: number;
}

/** How long the server thought over a rung when it was last asked for. */
interface Thinking {
  readonly bitrate_bps: number;
  readonly first_byte_s: number;
  readonly at_s: number;
}

export interface Line {
  readonly short: Memory;
  readonly long: Memory;
  readonly thinking: readonly Thinking[];
}

/** Something that was fetched. `first_byte_s` is no part of `seconds`; null where it tells nothing. */
export interface Sample {
  readonly bits: number;
  readonly seconds: number;
  readonly bitrate_bps: number | null;
  readonly first_byte_s: number | null;
  readonly at_s: number;
}

/** Seconds of fetching after which half is forgotten. */
const SHORT_S = 2;
const LONG_S = 60;
/** What is assumed at the beginning weighs as much as so many seconds of fetching. */
const ASSUMED_S = 0.3;
/** Half of how long the server thought is forgotten after this: what was encoded once is there the next time. */
const THINKING_S = 30;
/** More than the way there and back: the server works. */
const WORKING_S = 0.3;
const MOST_MORE = 2;

/** A line nothing came over yet; `assumed_bps` is what earlier playing measured, null where it is the first. */
export function freshLine(assumed_bps: number | null): Line {
  const memory = assumed_bps ? { bits: assumed_bps * ASSUMED_S, seconds: ASSUMED_S } : { bits: 0, seconds: 0 };
  return { short: memory, long: memory, thinking: [] };
}

export function observe(line: Line, sample: Sample): Line {
  return {
    short: remember(line.short, sample, SHORT_S),
    long: remember(line.long, sample, LONG_S),
    thinking: thinkingAfter(line.thinking, sample),
  };
}

/** A long download fades within itself too, so that an outage does not stand for minutes afterwards. */
function remember(memory: Memory, { bits, seconds }: Sample, half_s: number): Memory {
  const kept = 0.5 ** (seconds / half_s);
  const share = seconds > 0 ? ((1 - kept) * half_s) / Math.LN2 / seconds : 1;
  return { bits: memory.bits * kept + bits * share, seconds: memory.seconds * kept + seconds * share };
}

function thinkingAfter(thinking: readonly Thinking[], sample: Sample): readonly Thinking[] {
  const { bitrate_bps, first_byte_s, at_s } = sample;
  if (bitrate_bps === null || first_byte_s === null) return thinking;
  return [...thinking.filter((one) => one.bitrate_bps !== bitrate_bps), { bitrate_bps, first_byte_s, at_s }];
}

/** Bits a second the line will carry, as likely more as less; null where nothing is known. */
export function likely(line: Line): number | null {
  const [short, long] = [rateOf(line.short), rateOf(line.long)];
  return short === null || long === null ? null : Math.sqrt(short * long);
}

/** What it carried of late. */
export function lately(line: Line): number | null {
  return rateOf(line.short);
}

function rateOf({ bits, seconds }: Memory): number | null {
  return bits > 0 && seconds > 0 ? bits / seconds : null;
}

/**
 * Seconds before the first byte of a rung: as it was with the nearest rung that was asked for. Thinking
 * grows with the rung, since more is encoded, but no rung is kept from being tried by it: it may be a copy.
 */
export function thinkingOf(line: Line, bitrate_bps: number, now_s: number): number {
  const away = (one: Thinking) => Math.abs(Math.log(one.bitrate_bps / bitrate_bps));
  const near = [...line.thinking].sort((a, b) => away(a) - away(b))[0];
  if (!near) return 0;
  const way_s = Math.min(WORKING_S, ...line.thinking.map((one) => one.first_byte_s));
  const worked_s = (near.first_byte_s - way_s) * 0.5 ** ((now_s - near.at_s) / THINKING_S);
  return way_s + worked_s * Math.min(MOST_MORE, bitrate_bps / near.bitrate_bps);
}
