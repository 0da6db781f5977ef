/**
 * Lines made by a seed, for those who have no recordings and against a rule that only suits the recorded
 * ones: the same seed makes the same line everywhere.
 */
import type { Stretch, Title, Trace } from './simulate';

/** Numbers from 0 to 1 (mulberry32, public domain). */
export function seeded(seed: number): () => number {
  let state = seed | 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Normal numbers by Box and Muller. */
function bell(random: () => number): number {
  return Math.sqrt(-2 * Math.log(1 - random())) * Math.cos(2 * Math.PI * random());
}

const SECONDS = 900;

/** A line that wanders about a mean: its logarithm forgets a share of where it was each second. */
function wandering(random: () => number, mean_kbps: number, width: number, memory_s: number, latency_ms: number): Stretch[] {
  const keep = Math.exp(-1 / memory_s);
  let place = bell(random) * width;
  return Array.from({ length: SECONDS }, () => {
    place = place * keep + bell(random) * width * Math.sqrt(1 - keep * keep);
    return { duration_ms: 1000, bandwidth_kbps: mean_kbps * Math.exp(place - (width * width) / 2), latency_ms };
  });
}

type Maker = (random: () => number, n: number) => Stretch[];
const spread = (random: () => number, least: number, most: number) => least * (most / least) ** random();

const MAKERS: Readonly<Record<string, Maker>> = {
  constant: (random) => [{ duration_ms: 1000, bandwidth_kbps: spread(random, 500, 20_000), latency_ms: 40 }],
  steps(random) {
    const mean_kbps = spread(random, 1000, 8000);
    return Array.from({ length: 20 }, () => ({
      duration_ms: 1000 * Math.round(15 + 60 * random()), bandwidth_kbps: spread(random, mean_kbps / 4, mean_kbps * 2), latency_ms: 40,
    }));
  },
  spikes(random) {
    const base_kbps = spread(random, 800, 4000);
    return Array.from({ length: SECONDS }, () => ({
      duration_ms: 1000, bandwidth_kbps: base_kbps * (random() < 0.08 ? 6 : 1) * (random() < 0.08 ? 0.15 : 1), latency_ms: 60,
    }));
  },
  outages(random) {
    const line = wandering(random, spread(random, 1500, 8000), 0.3, 10, 60);
    for (let from = 40; from < SECONDS; from += 60 + Math.floor(random() * 120)) {
      const long_s = 4 + Math.floor(random() * 30);
      for (let n = from; n < Math.min(SECONDS, from + long_s); n++) line[n] = { duration_ms: 1000, bandwidth_kbps: 0, latency_ms: 60 };
    }
    return line;
  },
  mobile: (random) => wandering(random, spread(random, 2000, 30_000), 0.9, 12, 60),
  dsl: (random) => wandering(random, spread(random, 1500, 12_000), 0.08, 30, 30),
  cable: (random) => wandering(random, spread(random, 5000, 60_000), 0.25, 20, 20),
  wifi: (random) => wandering(random, spread(random, 2000, 30_000), 0.6, 3, 10),
};

export const FAMILIES = Object.keys(MAKERS);

/** The traces of a family; the same for the same seed. */
export function family(name: string, count: number, seed = 1): Trace[] {
  const make = MAKERS[name];
  if (!make) throw new Error(`no family ${name}`);
  return Array.from({ length: count }, (_, n) => ({
    name: `${name} ${n + 1}`,
    stretches: make(seeded(seed * 7919 + n * 104_729 + FAMILIES.indexOf(name) * 15_485_863), n),
  }));
}

/** Our own ladder from 240p to 2160p (src/matinee/engine/ladder.py), its segments a little unequal. */
export function ourTitle(long_s: number, segment_s = 2, seed = 1): Title {
  const rungs_bps = [400, 800, 1400, 2800, 5000, 9000, 15_000].map((kbps) => kbps * 1000);
  const random = seeded(seed);
  const segments = Math.ceil(long_s / segment_s);
  const sizes_bits = Array.from({ length: Math.min(segments, 400) }, () => {
    const heavy = Math.exp(bell(random) * 0.25 - 0.03125);
    return rungs_bps.map((bps) => Math.round(bps * segment_s * heavy));
  });
  return { segment_s, rungs_bps, sizes_bits, segments };
}
