import { expect, test } from 'vitest';
import {
  CEILING_DBFS, IDLE, TARGET_LUFS, UNCHANGED, isMeasured, levelGain_db, ownGain_db, planSound, type Compression,
} from './levels';

const LUFS = [-60, -45, -31, -27, -23, -18, -16, -12, -8, -3];
const PEAKS = [-40, -20, -9, -3, -1, -0.1, 0.4];
const RANGES = [0, 1, 4, 8, 12, 20, 35];
const all = LUFS.flatMap((integrated_lufs) =>
  PEAKS.flatMap((peak_dbfs) => RANGES.map((range_lu) => ({ integrated_lufs, peak_dbfs, range_lu }))),
);

/** What comes out for what goes in, as the compressor's curve says without a knee. */
function through(c: Compression, in_db: number): number {
  const over = Math.max(0, in_db - c.threshold_db);
  return in_db - over * (1 - 1 / c.ratio) + ownGain_db(c.threshold_db, c.ratio) + c.output_db;
}

test('a loud film comes down to the target, a quiet one up to it where its peaks allow', () => {
  expect(levelGain_db({ integrated_lufs: -14, range_lu: 8, peak_dbfs: -0.5 })).toBe(-4);
  expect(levelGain_db({ integrated_lufs: -30, range_lu: 8, peak_dbfs: -20 })).toBe(12);
  expect(levelGain_db({ integrated_lufs: TARGET_LUFS, range_lu: 8, peak_dbfs: 0 })).toBe(0);
});

test('a boost goes no further above the peaks than the limiter can hold without being heard', () => {
  for (const loudness of all) {
    const gain = levelGain_db(loudness);
    expect(Math.abs(gain)).toBeLessThanOrEqual(15);
    if (gain <= 0) continue;
    expect(loudness.integrated_lufs + gain).toBeLessThanOrEqual(TARGET_LUFS + 1e-9);
    expect(gain).toBeLessThanOrEqual(Math.max(0, CEILING_DBFS - loudness.peak_dbfs) + 6);
    if (loudness.peak_dbfs + gain > CEILING_DBFS) {
      const { limiter } = planSound(loudness, { levelling: true, night: false });
      expect(through(limiter, loudness.peak_dbfs + gain)).toBeLessThanOrEqual(CEILING_DBFS);
    }
  }
});

test('what only comes down is pressed by nothing', () => {
  const plan = planSound({ integrated_lufs: -12, range_lu: 9, peak_dbfs: 0.3 }, { levelling: true, night: false });
  expect(plan).toEqual({ gain_db: -6, night: IDLE, limiter: IDLE });
});

test('at night quiet and loud come together, the quiet up and the loud down', () => {
  for (const loudness of all) {
    const { gain_db, night } = planSound(loudness, { levelling: true, night: true });
    const film = loudness.integrated_lufs + gain_db;
    const [quiet, loud] = [film - 0.6 * loudness.range_lu, film + 0.4 * loudness.range_lu];
    expect(through(night, loud)).toBeLessThanOrEqual(loud);
    const range = through(night, loud) - through(night, quiet);
    expect(range).toBeLessThanOrEqual(loudness.range_lu + 1e-9);
    if (loudness.range_lu >= 12 && film < -12 && film > -45) {
      expect(range).toBeLessThan(8);
      expect(through(night, quiet)).toBeGreaterThan(quiet);
    }
  }
});

test('every figure is one the browser takes', () => {
  for (const loudness of all) {
    const { night, limiter } = planSound(loudness, { levelling: true, night: true });
    for (const one of [night, limiter]) {
      expect(one.threshold_db).toBeGreaterThanOrEqual(-100);
      expect(one.threshold_db).toBeLessThanOrEqual(0);
      expect(one.ratio).toBeGreaterThanOrEqual(1);
      expect(one.ratio).toBeLessThanOrEqual(20);
      expect(Number.isFinite(one.output_db)).toBe(true);
    }
  }
});

test('silence and what was not measured stay as they are', () => {
  const on = { levelling: true, night: true };
  expect(planSound(null, on)).toEqual(UNCHANGED);
  expect(planSound({ integrated_lufs: null, range_lu: null, peak_dbfs: null }, on)).toEqual(UNCHANGED);
  expect(isMeasured({ integrated_lufs: -70, range_lu: 0, peak_dbfs: null })).toBe(false);
  expect(planSound({ integrated_lufs: -9, range_lu: 3, peak_dbfs: 0 }, { levelling: false, night: false })).toEqual(UNCHANGED);
});
