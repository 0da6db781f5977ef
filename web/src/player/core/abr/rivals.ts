/**
 * The rules ours is measured beside, written from their papers. For the simulator and its tests alone:
 * no page loads them.
 *
 * All begin with the lowest rung, knowing nothing of the line.
 */
import type { Download, Look, Rule, Title, Viewing } from './simulate';

/** The highest rung of not more than `bps`, else the lowest. */
function highestWithin(rungs_bps: readonly number[], bps: number): number {
  return Math.max(0, rungs_bps.findLastIndex((rung_bps) => rung_bps <= bps));
}

/**
 * By throughput alone: the harmonic mean of the last downloads, as in FESTIVE (Jiang et al., CoNEXT 2012,
 * section 3.2), times a caution.
 */
export function throughput({ last = 5, caution = 0.9 } = {}): Rule {
  return {
    name: 'throughput',
    begin(title) {
      const seen: number[] = [];
      return {
        choose: () => highestWithin(title.rungs_bps, harmonic(seen) * caution),
        learn: ({ bits, total_s }) => void (seen.push(bits / total_s) > last && seen.shift()),
      };
    },
  };
}

function harmonic(rates: readonly number[]): number {
  return rates.length === 0 ? 0 : rates.length / rates.reduce((sum, rate) => sum + 1 / rate, 0);
}

/**
 * By the buffer alone: BBA-0 (Huang et al., SIGCOMM 2014, section 4, algorithm 1). Below the reservoir the
 * lowest, above the cushion the highest, between them a straight line f(B); a rung is kept until f(B)
 * passes the next one up or down.
 */
export function bufferOnly({ reservoir = 0.2, cushion = 0.9 } = {}): Rule {
  return {
    name: 'buffer (BBA-0)',
    begin: (title, goal_s) => ({
      choose: ({ buffer_s, current }) =>
        mapped(title, current, (buffer_s / goal_s - reservoir) / (cushion - reservoir)),
      learn: () => undefined,
    }),
  };
}

function mapped({ rungs_bps }: Title, current: number | null, place: number): number {
  const top = rungs_bps.length - 1;
  const [least, most] = [rungs_bps[0] ?? 0, rungs_bps[top] ?? 0];
  if (current === null || place <= 0) return 0;
  if (place >= 1) return top;
  const line_bps = least + place * (most - least);
  const up = rungs_bps[Math.min(top, current + 1)] ?? most;
  const down = rungs_bps[Math.max(0, current - 1)] ?? least;
  // The highest strictly beneath the line on the way up, the lowest above it on the way down.
  if (line_bps >= up) return Math.max(0, rungs_bps.findLastIndex((bps) => bps < line_bps));
  if (line_bps <= down) return rungs_bps.findIndex((bps) => bps > line_bps);
  return current;
}

/**
 * BOLA-BASIC (Spiteri, Urgaonkar, Sitaraman, INFOCOM 2016): of all rungs the one with the greatest
 * (V·(v + γp) - Q) / S, where v = ln(S / S of the lowest), Q the buffer in segments, S the size of the rung.
 * γp is given; V follows from the buffer's size, V = (Qmax - 1) / (v of the highest + γp), so that the
 * highest rung is no longer chosen just when there is no room for another segment.
 */
export function bola({ gp = 5 } = {}): Rule {
  return { name: 'BOLA', begin: (title, goal_s) => bolaViewing(title, goal_s, gp) };
}

function bolaViewing({ rungs_bps, segment_s }: Title, goal_s: number, gp: number): Viewing {
  const least = rungs_bps[0] ?? 1;
  const utilities = rungs_bps.map((bps) => Math.log(bps / least));
  const v = (goal_s / segment_s - 1) / ((utilities.at(-1) ?? 0) + gp);
  return {
    choose({ buffer_s }) {
      const worth = rungs_bps.map((bps, n) => (v * ((utilities[n] ?? 0) + gp) - buffer_s / segment_s) / bps);
      return worth.indexOf(Math.max(...worth));
    },
    learn: () => undefined,
  };
}

/**
 * Throughput while the buffer is small and BOLA while it is large: DYNAMIC (Spiteri, Sitaraman, Sparacio,
 * MMSys 2018, section 4). It changes over at 10 s, up when BOLA would choose no less, down when it would less.
 */
export function dynamic({ gp = 5, last = 5, caution = 0.9, from_s = 10 } = {}): Rule {
  return {
    name: 'dynamic',
    begin(title, goal_s) {
      const line = throughput({ last, caution }).begin(title, goal_s);
      const buffer = bolaViewing(title, goal_s, gp);
      let by_buffer = false;
      return {
        choose(look: Look) {
          const [one, other] = [line.choose(look), buffer.choose(look)];
          if (by_buffer) by_buffer = look.buffer_s >= from_s || other >= one;
          else by_buffer = look.buffer_s >= from_s && other >= one;
          return by_buffer ? other : one;
        },
        learn: (download: Download) => line.learn(download),
      };
    },
  };
}
