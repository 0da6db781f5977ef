import { describe, expect, it } from 'vitest';
import { NOTHING, arrive, tellsOf } from './arrivals';
import { tooMany } from './dropped';
import { freshLine, likely, observe, thinkingOf, type Line } from './line';
import { decide, leave, type Standing } from './rule';
import { bola, bufferOnly, throughput } from './rivals';
import { visibleHeight, worthwhile } from './variants';

const MBPS = 1e6;
const rungs = [0.4, 0.8, 1.4, 2.8, 5].map((mbps, n) => ({ bitrate_bps: mbps * MBPS, height: [240, 360, 480, 720, 1080][n] ?? null }));
const here: Standing = {
  rungs, sizes_bits: null, segment_s: 2, buffer_s: 20, goal_s: 40, current: 2, most_height: null, rate: 1, left_s: 3000,
};
const seen = (mbps: number, seconds = 20): Line =>
  observe(freshLine(null), { bits: mbps * MBPS * seconds, seconds, bitrate_bps: null, first_byte_s: null, at_s: 0 });

describe('decide', () => {
  it('begins with what was measured before', () => {
    const start = { ...here, current: null, buffer_s: 0 };
    expect(decide(freshLine(null), start, 0)).toMatchObject({ index: 0, why: { cause: 'start' } });
    expect(decide(freshLine(2 * MBPS), start, 0)).toMatchObject({ index: 2, why: { cause: 'start' } });
  });

  it('never falls when there is more ahead, and never rises when the line is worse', () => {
    const byBuffer = [2, 4, 8, 12, 20, 30, 38].map((buffer_s) => decide(seen(2), { ...here, current: null, buffer_s }, 0).index);
    expect(byBuffer).toEqual([...byBuffer].sort());
    expect(new Set(byBuffer).size).toBeGreaterThan(1);
    const byLine = [0.3, 0.6, 1.2, 2.5, 5, 12].map((mbps) => decide(seen(mbps), { ...here, current: null }, 0).index);
    expect(byLine).toEqual([...byLine].sort());
    expect([byLine[0], byLine.at(-1)]).toEqual([0, 4]);
  });

  it('stays where another is hardly better', () => {
    const choices = [2, 3].map((current) => decide(seen(2.45), { ...here, current, buffer_s: 20 }, 0).index);
    expect(choices).toEqual([2, 3]);
  });

  it('takes no more than the screen shows, and says so', () => {
    expect(decide(seen(50), { ...here, most_height: 500 }, 0)).toMatchObject({ index: 3, why: { cause: 'screen' } });
    expect(decide(seen(50), { ...here, most_height: 4000 }, 0).index).toBe(4);
  });

  it('needs twice the line at double speed', () => {
    const at = (rate: number) => decide(seen(3), { ...here, current: null, rate }, 0).index;
    expect(at(2)).toBeLessThan(at(1));
  });
});

describe('leave', () => {
  const running = { index: 4, bits: 10 * MBPS, bits_left: 9 * MBPS };
  it('lets a download end that comes in time', () => {
    expect(leave(seen(5), here, running, 0)).toBeNull();
  });
  it('goes to the best that comes in time', () => {
    expect(leave(seen(0.4), here, running, 0)).toBe(3);
    expect(leave(seen(0.4), { ...here, buffer_s: 4 }, running, 0)).toBe(0);
  });
});

describe('the line', () => {
  it('does not take a server that encodes for a slow line', () => {
    const pieces = [{ ended_ms: 3500, took_ms: 3500, bytes: 500_000, first_byte_ms: 3000 }, { ended_ms: 4000, took_ms: 500, bytes: 500_000, first_byte_ms: null }];
    const arrived = pieces.reduce((sum, piece) => arrive(sum, piece, 0), NOTHING);
    const sample = tellsOf(arrived, 4, false, 4 * MBPS, 4);
    if (!sample) throw new Error('it tells of the line');
    const line = observe(freshLine(null), sample);
    expect(likely(line)).toBeCloseTo(8 * MBPS);
    expect(thinkingOf(line, 4 * MBPS, 4)).toBeCloseTo(3);
    // And not for ever.
    expect(thinkingOf(line, 4 * MBPS, 304)).toBeLessThan(0.31);
  });

  it('does not take a disk for an endless line', () => {
    const arrived = arrive(NOTHING, { ended_ms: 20, took_ms: 20, bytes: 4_000_000, first_byte_ms: 1 }, 0);
    expect(tellsOf(arrived, 0.02, true, MBPS, 0)).toBeNull();
    expect(tellsOf(arrived, 0.003, null, MBPS, 0)).toBeNull();
    expect(tellsOf(arrived, 0.02, false, MBPS, 0)).not.toBeNull();
  });

  it('counts time once where sound and picture share it', () => {
    const sound = arrive(NOTHING, { ended_ms: 1000, took_ms: 1000, bytes: 100_000, first_byte_ms: 0 }, 0);
    const picture = arrive(NOTHING, { ended_ms: 1500, took_ms: 1500, bytes: 900_000, first_byte_ms: 0 }, 1000);
    expect(sound.seconds + picture.seconds).toBeCloseTo(1.5);
  });

  it('forgets an outage soon', () => {
    const after = observe(observe(seen(4, 60), { bits: 1000, seconds: 60, bitrate_bps: null, first_byte_s: null, at_s: 0 }),
      { bits: 4 * MBPS * 10, seconds: 10, bitrate_bps: null, first_byte_s: null, at_s: 0 });
    expect(likely(after)).toBeGreaterThan(2 * MBPS);
  });
});

describe('what is chosen between', () => {
  const variant = (bandwidth: number, height: number, codecs: string) => ({ bandwidth, video: { width: height * 2, height, codecs } });
  it('keeps the cheaper of two that differ in format alone, and an original beside it', () => {
    const [av1, avc, original] = [variant(3e6, 1080, 'av01.0'), variant(5e6, 1080, 'avc1'), variant(9e6, 1080, 'avc1')];
    expect(worthwhile([original, avc, av1])).toEqual([av1, original]);
    expect(worthwhile([avc, original])).toEqual([avc, original]);
  });
  it('leaves out what costs more than something larger, until that is taken away', () => {
    const [original, low, mid] = [variant(15e3, 1080, 'avc1'), variant(227e3, 480, 'avc1'), variant(227e3, 720, 'avc1')];
    expect(worthwhile([low, mid, original])).toEqual([original]);
    expect(worthwhile([low, mid])).toEqual([mid]);
  });
  it('counts bars out of the room', () => {
    expect(visibleHeight({ width: 1280, height: 720 }, [variant(1, 800, 'avc1')])).toBe(640);
    expect(visibleHeight({ width: 0, height: 0 }, [variant(1, 800, 'avc1')])).toBeNull();
  });
  it('knows a device that is too slow', () => {
    expect(tooMany({ dropped: 0, total: 0 }, { dropped: 30, total: 120 })).toBe(true);
    expect(tooMany({ dropped: 0, total: 0 }, { dropped: 5, total: 10 })).toBe(false);
  });
});

describe('the rivals', () => {
  const title = { segment_s: 2, rungs_bps: rungs.map((rung) => rung.bitrate_bps), sizes_bits: [[0]], segments: 100 };
  const look = (buffer_s: number, current: number | null = 2) =>
    ({ now_s: 0, segment: 1, buffer_s, goal_s: 40, current, title, sizes_bits: [] });
  it('throughput: the harmonic mean, with care', () => {
    const viewing = throughput({ last: 2, caution: 1 }).begin(title, 40);
    viewing.learn({ ended_s: 0, rung: 0, bits: 3e6, first_byte_s: 0, total_s: 1 });
    viewing.learn({ ended_s: 0, rung: 0, bits: 1e6, first_byte_s: 0, total_s: 1 });
    // 2 / (1/3 + 1/1) = 1.5 Mb/s
    expect(viewing.choose(look(20))).toBe(2);
  });
  it('buffer: lowest in the reservoir, highest above the cushion, kept in between', () => {
    const viewing = bufferOnly().begin(title, 40);
    expect([viewing.choose(look(8)), viewing.choose(look(36)), viewing.choose(look(14, 2))]).toEqual([0, 4, 2]);
  });
  it('BOLA: rises with the buffer from the lowest to the highest', () => {
    const viewing = bola({ gp: 5 }).begin(title, 40);
    const chosen = [0, 10, 20, 30, 38].map((buffer_s) => viewing.choose(look(buffer_s)));
    expect(chosen).toEqual([...chosen].sort());
    expect([chosen[0], chosen.at(-1)]).toEqual([0, 4]);
  });
});
