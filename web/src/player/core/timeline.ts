/** Arithmetic of the bar: seconds to places, chapters to pieces, seconds to words. */
import type { Span } from './types';

export interface Chapter {
  readonly start_s: number;
  readonly end_s: number;
  readonly title: string | null;
}

/** A piece of the bar, from and to as parts of the whole (0 to 1). */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly title: string | null;
}

const clamp = (value: number, low: number, high: number) => Math.min(high, Math.max(low, value));

/** 0 to 1; 0 while the length is unknown. */
export function partOf(time_s: number, duration_s: number): number {
  return duration_s > 0 ? clamp(time_s / duration_s, 0, 1) : 0;
}

/**
 * The bar cut at chapter starts. Chapters come from files and may overlap, leave holes or lie
 * beyond the end: only starts count, in order, and slivers under a 500th are joined.
 */
export function piecesOf(chapters: readonly Chapter[], duration_s: number): Piece[] {
  const whole: Piece = { from: 0, to: 1, title: null };
  if (!(duration_s > 0) || chapters.length < 2) return [whole];
  const starts = chapters
    .filter((c) => Number.isFinite(c.start_s) && c.start_s < duration_s)
    .map((c) => ({ at: clamp(c.start_s / duration_s, 0, 1), title: c.title }))
    .sort((a, b) => a.at - b.at);
  const kept: { at: number; title: string | null }[] = [];
  for (const start of starts) {
    const before = kept.at(-1);
    if (!before && start.at > 0.002) kept.push({ at: 0, title: null });
    if (!before || start.at - before.at > 0.002) kept.push(start);
  }
  if (kept.length < 2) return [whole];
  return kept.map((start, i) => ({
    from: i === 0 ? 0 : start.at,
    to: kept[i + 1]?.at ?? 1,
    title: start.title,
  }));
}

export function chapterAt(chapters: readonly Chapter[], time_s: number): Chapter | null {
  let found: Chapter | null = null;
  for (const chapter of chapters) {
    if (chapter.start_s <= time_s && (!found || chapter.start_s >= found.start_s)) found = chapter;
  }
  return found;
}

/** A chapter's beginning is meant by going back, unless it has only just begun. */
const JUST_BEGUN_S = 3;

/** Where the next chapter begins, or this one, or the one before; null where there is none. */
export function chapterStep(chapters: readonly Chapter[], time_s: number, by: 1 | -1): number | null {
  const starts = chapters.map((chapter) => chapter.start_s).sort((a, b) => a - b);
  if (by > 0) return starts.find((start) => start > time_s + 0.01) ?? null;
  return starts.filter((start) => start < time_s - JUST_BEGUN_S).at(-1) ?? starts[0] ?? null;
}

/** End of the buffered stretch that holds the given second, or that second itself. */
export function bufferedUntil(buffered: readonly Span[], time_s: number): number {
  const around = buffered.find((s) => s.start_s - 0.2 <= time_s && time_s <= s.end_s);
  return around ? around.end_s : time_s;
}

/** 75 -> "1:15", 3675 -> "1:01:15"; hours are shown where the whole is that long. */
export function clockTime(time_s: number, whole_s = time_s): string {
  const total = Math.max(0, Math.floor(Number.isFinite(time_s) ? time_s : 0));
  const h = Math.floor(total / 3600);
  const m = Math.floor((total % 3600) / 60);
  const s = String(total % 60).padStart(2, '0');
  if (h > 0 || whole_s >= 3600) return `${h}:${String(m).padStart(2, '0')}:${s}`;
  return `${m}:${s}`;
}

/** `?t=` of an address: plain seconds, or 1h2m3s as people paste it; null where it says nothing. */
export function secondsOf(text: string | null): number | null {
  if (!text) return null;
  if (/^\d+(\.\d+)?s?$/.test(text)) return Number.parseFloat(text);
  const parts = /^(?:(\d+)h)?(?:(\d+)m)?(?:(\d+)s)?$/.exec(text);
  if (!parts) return null;
  return Number(parts[1] ?? 0) * 3600 + Number(parts[2] ?? 0) * 60 + Number(parts[3] ?? 0);
}
