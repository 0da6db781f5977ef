/** Which way to play, and which to try when one does not work. No I/O. */
import type { Playback } from '@/api';
import type { SoundWish } from './choices';
import { lineToBegin, toldQualities } from './qualities';
import type { Quality, Way } from '../types';

export interface Source {
  readonly way: Way;
  readonly url: string;
  readonly mime: string | null;
  /** The qualities the server offers. */
  readonly told: readonly Quality[];
  /** The line to begin with in mind. */
  readonly line_bps: number;
  /** The sound to begin with; none: the stream's own. */
  readonly sound?: SoundWish | null;
}

/** What is remembered of this device, as far as it matters here. */
export interface Habits {
  readonly line_bps: number | null;
  /** The height chosen last; null: by the line. */
  readonly quality: number | null;
}

export const NO_HABITS: Habits = { line_bps: null, quality: null };

const MANIFEST_MIME = { hls: 'application/x-mpegurl', dash: 'application/dash+xml' } as const;

/** The ways an answer offers, best first: the file as it is only where the server decided so. */
export function waysOf(playback: Playback, habits: Habits = NO_HABITS): Source[] {
  if (playback.decision === 'unplayable') return [];
  const told = toldQualities(playback);
  const all = { told, line_bps: lineToBegin(told, habits.quality, habits.line_bps) };
  const ways: Source[] = [];
  if (playback.decision === 'direct' && playback.direct_url) {
    ways.push({ way: 'direct', url: playback.direct_url, mime: playback.direct_type ?? null, ...all });
  }
  if (playback.manifest_url) {
    ways.push({ way: 'hls', url: playback.manifest_url, mime: MANIFEST_MIME.hls, ...all });
  }
  if (playback.dash_url) {
    ways.push({ way: 'dash', url: playback.dash_url, mime: MANIFEST_MIME.dash, ...all });
  }
  return ways;
}

/** The next way after a failed one; each is tried at most once, so the chain ends. */
export function wayAfter(ways: readonly Source[], failed: readonly Way[]): Source | null {
  return ways.find((source) => !failed.includes(source.way)) ?? null;
}

/** Where to begin: an asked-for second, else where the viewer was, else the start. */
export function startOf(playback: Playback, asked_s: number | null): number {
  const wanted = asked_s ?? playback.resume_at_s;
  if (!Number.isFinite(wanted) || wanted <= 0) return 0;
  const last = playback.duration_s > 0 ? playback.duration_s - 1 : Infinity;
  // A place at or after the end would show a black end at once: begin anew instead.
  return wanted < last ? wanted : 0;
}

const GRANTED = /^(.*\/api\/play\/)([^/]+)\/([^/]+)\//;

/**
 * Old address prefix -> new one, where a renewed grant still names the same plan; then the
 * buffered stream goes on and only addresses change. null where the stream must be reopened.
 */
export function renewedPrefix(before: string, after: string): [string, string] | null {
  const a = GRANTED.exec(before);
  const b = GRANTED.exec(after);
  if (!a || !b || a[1] !== b[1] || a[3] !== b[3]) return null;
  return [a[0], b[0]];
}
