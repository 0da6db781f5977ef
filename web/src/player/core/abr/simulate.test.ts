import { describe, expect, it } from 'vitest';
import { RULES } from './compare';
import { FAMILIES, family, ourTitle } from './families';
import { watch, type Rule, type Title, type Trace } from './simulate';

const line = (...kbps: number[]): Trace => ({
  name: 'line', stretches: kbps.map((bandwidth_kbps) => ({ duration_ms: 10_000, bandwidth_kbps, latency_ms: 0 })),
});
/** Two rungs of 1 and 2 Mb/s, segments of 2 s. */
const title = (segments: number): Title => ({ segment_s: 2, rungs_bps: [1e6, 2e6], sizes_bits: [[2e6, 4e6]], segments });
const always = (rung: number): Rule => ({ name: 'always', begin: () => ({ choose: () => rung, learn: () => undefined }) });

describe('the simulator', () => {
  it('counts a constant line by hand', () => {
    // 2 Mb at 2 Mb/s: each comes in 1 s and lasts 2: no stall after the first.
    const low = watch(always(0), line(2000), title(5), 40);
    expect(low).toMatchObject({ utility: 0, startup_s: 1, rebuffer_s: 0, switches: 0, score: 0 });
    // 4 Mb at 1 Mb/s: each takes 4 s and lasts 2: four stalls of 2 s beside 10 s of film.
    const high = watch(always(1), line(1000), title(5), 40);
    expect(high.startup_s).toBeCloseTo(4);
    expect(high.rebuffer_s).toBeCloseTo(8);
    expect(high.score).toBeCloseTo(Math.log(2) - (5 * 8) / 18);
    expect(high.score_with_startup).toBeCloseTo(Math.log(2) - (5 * 12) / 22);
  });

  it('counts a step in the middle of a download', () => {
    // 10 s at 1 Mb/s, then 10 s at nothing, then anew: 2 Mb take 2 s each, the sixth waits 10 s with 2 s ahead.
    const met = watch(always(0), line(1000, 0), title(6), 40);
    expect(met.rebuffer_s).toBeCloseTo(10);
  });

  it('asks for no more than the buffer has room for', () => {
    const ahead: number[] = [];
    const noting: Rule = {
      name: 'noting', begin: () => ({ choose: ({ buffer_s }) => (ahead.push(buffer_s), 0), learn: () => undefined }),
    };
    watch(noting, line(100_000), title(30), 10);
    expect(Math.max(...ahead)).toBeCloseTo(8);
  });

  it('counts latency as silence before the bytes', () => {
    const slow: Trace = { name: 'slow', stretches: [{ duration_ms: 1000, bandwidth_kbps: 2000, latency_ms: 1500 }] };
    expect(watch(always(0), slow, title(2), 40).startup_s).toBeCloseTo(2.5);
  });

  it('leaves a download for the rung that is named, once', () => {
    const leaving: Rule = {
      name: 'leaving', begin: () => ({ choose: () => 1, learn: () => undefined, leave: () => 0 }),
    };
    // A second of the 4 Mb at 1 Mb/s is lost, then 2 Mb take 2 s.
    expect(watch(leaving, line(1000), title(1), 40)).toMatchObject({ startup_s: 3, mean_bps: 1e6 });
  });
});

describe('our rule on lines made by a seed', () => {
  it.each(FAMILIES)('is not beaten by a rule of the papers: %s', (name) => {
    const scores = RULES.map((rule) => {
      const outcomes = family(name, 6, 3).map((trace) => watch(rule, trace, ourTitle(600, 2), 40));
      return outcomes.reduce((sum, one) => sum + one.score, 0) / outcomes.length;
    });
    expect(scores[0]).toBeGreaterThanOrEqual(Math.max(...scores.slice(2)));
  }, 30_000);
});
