/** What is measured of one viewing, in all since it began. */
import type { Playback } from '@/api';
import type { Way } from '../types';

export interface Seek {
  readonly ms: number;
  /** The place was buffered already. */
  readonly near: boolean;
}

export interface Figures {
  /** From opening the player to the first picture; null before it, or where something else was waited for. */
  readonly start_ms: number | null;
  readonly seeks: readonly Seek[];
  readonly stalls: number;
  readonly stalled_ms: number;
  readonly watched_ms: number;
  readonly ups: number;
  readonly downs: number;
  /** What the qualities shown need, weighed by how long each was. */
  readonly bitrate_bps: number | null;
  readonly dropped: number;
  readonly decoded: number;
  readonly fallbacks: number;
  /** Code -> how often. */
  readonly failures: Readonly<Record<string, number>>;
  /** How the first picture came. */
  readonly way: Way | null;
  readonly decision: Playback['decision'] | null;
}

export const NOTHING: Figures = {
  start_ms: null,
  seeks: [],
  stalls: 0,
  stalled_ms: 0,
  watched_ms: 0,
  ups: 0,
  downs: 0,
  bitrate_bps: null,
  dropped: 0,
  decoded: 0,
  fallbacks: 0,
  failures: {},
  way: null,
  decision: null,
};

/** The value below which a share (0 to 1) of the values lie, by nearest rank; null of none. */
export function percentile(values: readonly number[], share: number): number | null {
  const ranked = [...values].sort((a, b) => a - b);
  return ranked[Math.max(0, Math.ceil(share * ranked.length) - 1)] ?? null;
}

/** As it goes over the wire; see `PlaybackReport` of the server. */
export interface Report {
  readonly seq: number;
  readonly client: string;
  readonly way: Way | null;
  readonly decision: Playback['decision'] | null;
  readonly start_ms: number | null;
  readonly seeks_near_ms: readonly number[];
  readonly seeks_far_ms: readonly number[];
  readonly watched_s: number;
  readonly stalls: number;
  readonly stalled_s: number;
  readonly ups: number;
  readonly downs: number;
  readonly bitrate_bps: number | null;
  readonly dropped: number;
  readonly decoded: number;
  readonly fallbacks: number;
  readonly failures: Readonly<Record<string, number>>;
}

/** The server takes no more of each: the newest are kept. */
const MOST_SEEKS = 200;
const MOST_CODES = 20;
const LONGEST_MS = 600_000;

const tenths = (ms: number) => Math.round(ms / 100) / 10;
const whole = (ms: number) => Math.min(LONGEST_MS, Math.round(ms));

export function reportOf(figures: Figures, seq: number, client: string): Report {
  const times = (near: boolean) =>
    figures.seeks.filter((seek) => seek.near === near).slice(-MOST_SEEKS).map((seek) => whole(seek.ms));
  const { way, decision, stalls, ups, downs, dropped, decoded, fallbacks, failures } = figures;
  return {
    seq, client, way, decision, stalls, ups, downs, dropped, decoded, fallbacks,
    start_ms: figures.start_ms === null ? null : whole(figures.start_ms),
    seeks_near_ms: times(true),
    seeks_far_ms: times(false),
    watched_s: tenths(figures.watched_ms),
    stalled_s: tenths(figures.stalled_ms),
    bitrate_bps: figures.bitrate_bps === null ? null : Math.round(figures.bitrate_bps),
    failures: Object.fromEntries(Object.entries(failures).slice(0, MOST_CODES)),
  };
}
