/**
 * How sound is changed, in figures: from what was measured of it (EBU R 128) to the gain that brings
 * it to one loudness, and to the compression that brings its quiet and its loud together. No I/O.
 *
 * The browser's compressor adds a gain of its own, which Web Audio's specification gives as 0.6 of
 * what a full-scale signal lost ("makeup gain"); `output_db` takes it back.
 */
export interface Loudness {
  readonly integrated_lufs: number | null;
  readonly range_lu: number | null;
  readonly peak_dbfs: number | null;
}

export interface SoundWishes {
  readonly levelling: boolean;
  readonly night: boolean;
}

export interface Compression {
  readonly threshold_db: number;
  readonly ratio: number;
  readonly attack_s: number;
  readonly release_s: number;
  /** Gain after it. */
  readonly output_db: number;
}

export interface SoundPlan {
  readonly gain_db: number;
  readonly night: Compression;
  readonly limiter: Compression;
}

/** Where films are brought to: between television (-23) and music (-14), so that few need a boost. */
export const TARGET_LUFS = -18;
/** No peak above it: what comes after may round up between two samples. */
export const CEILING_DBFS = -1;
/** A boost may lean on the limiter by so much; more would be heard as pumping. */
const LEANING_DB = 6;
const MOST_DB = 15;
/** The range that night mode leaves of a film. */
const NIGHT_LU = 5;
const USUAL_LU = 12;
/** How far down a film's range, from its loudness, pressing begins: all but its quietest is above. */
const BELOW = 0.8;
const MOST_RATIO = 8;
/** Of the quieter night, whole: the loud no longer wakes anybody. */
const NIGHT_DB = -2;

/** Nothing is pressed together. */
export const IDLE: Compression = { threshold_db: 0, ratio: 1, attack_s: 0.003, release_s: 0.25, output_db: 0 };
export const UNCHANGED: SoundPlan = { gain_db: 0, night: IDLE, limiter: IDLE };

/** What the browser's compressor adds by itself. */
export function ownGain_db(threshold_db: number, ratio: number): number {
  return 0.6 * -threshold_db * (1 - 1 / ratio);
}

/** Whether anything can be said of a sound: silence and what was not measured have no loudness. */
export function isMeasured(loudness: Loudness | null): loudness is Loudness & { integrated_lufs: number } {
  return loudness?.integrated_lufs != null && loudness.integrated_lufs > -70;
}

/** The gain that brings a sound to the one loudness, as far as its peaks allow. */
export function levelGain_db(loudness: Loudness): number {
  if (!isMeasured(loudness)) return 0;
  const wanted = Math.max(-MOST_DB, TARGET_LUFS - loudness.integrated_lufs);
  if (wanted <= 0) return wanted;
  const room = Math.max(0, CEILING_DBFS - (loudness.peak_dbfs ?? 0));
  return Math.min(wanted, room + LEANING_DB, MOST_DB);
}

function nightOf(lufs: number, range_lu: number): Compression {
  const ratio = Math.min(MOST_RATIO, Math.max(1.5, range_lu / NIGHT_LU));
  // Compressors count from the highest to the lowest they know.
  const threshold_db = Math.min(-12, Math.max(-70, lufs - BELOW * range_lu));
  // What has the film's own loudness keeps it, but for the little that nights are quieter.
  const lost = Math.max(0, lufs - threshold_db) * (1 - 1 / ratio);
  const output_db = lost + NIGHT_DB - ownGain_db(threshold_db, ratio);
  return { threshold_db, ratio, attack_s: 0.008, release_s: 0.3, output_db };
}

function limiterOf(): Compression {
  const threshold_db = CEILING_DBFS - 1;
  return { threshold_db, ratio: 20, attack_s: 0.001, release_s: 0.1, output_db: -ownGain_db(threshold_db, 20) };
}

export function planSound(loudness: Loudness | null, wishes: SoundWishes): SoundPlan {
  if (!isMeasured(loudness) || !(wishes.levelling || wishes.night)) return UNCHANGED;
  const gain_db = wishes.levelling ? levelGain_db(loudness) : 0;
  const peak_dbfs = (loudness.peak_dbfs ?? 0) + gain_db;
  const tight = wishes.night || (gain_db > 0 && peak_dbfs > CEILING_DBFS);
  return {
    gain_db,
    night: wishes.night ? nightOf(loudness.integrated_lufs + gain_db, loudness.range_lu ?? USUAL_LU) : IDLE,
    limiter: tight ? limiterOf() : IDLE,
  };
}

export const fromDb = (db: number) => 10 ** (db / 20);
