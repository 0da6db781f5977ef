/** A series while it is being edited: every field as text, and what changed in the end. */
import type { Series, SeriesPatch } from '@/api';

export type Field = 'title' | 'original_title' | 'year' | 'content_rating' | 'description' | 'genres';

export interface Draft {
  title: string;
  original_title: string;
  year: string;
  content_rating: string;
  description: string;
  /** Parted by commas. */
  genres: string;
  /** Fields set by hand that a scan may change again. */
  unlocked: Field[];
}

export function draftOf(series: Series): Draft {
  return {
    title: series.title,
    original_title: series.original_title ?? '',
    year: series.year === null ? '' : String(series.year),
    content_rating: series.content_rating ?? '',
    description: series.description ?? '',
    genres: (series.genres ?? []).join(', '),
    unlocked: [],
  };
}

const wordsOf = (text: string) => text.split(',').map((word) => word.trim()).filter(Boolean);

/** What is locked after the change: what was, and what changes now, but for what was unlocked. */
function lockedAfter(series: Series, changed: string[], unlocked: Field[]): string[] {
  const kept = new Set([...(series.locked ?? []), ...changed]);
  for (const field of unlocked) if (!changed.includes(field)) kept.delete(field);
  return [...kept].sort();
}

/** Only what differs is sent; an emptied field is sent as null. */
export function changesOf(series: Series, draft: Draft): SeriesPatch {
  const change: SeriesPatch = {};
  const before = draftOf(series);
  for (const name of ['original_title', 'content_rating', 'description'] as const) {
    if (draft[name].trim() !== before[name].trim()) change[name] = draft[name].trim() || null;
  }
  if (draft.genres.trim() !== before.genres) change.genres = wordsOf(draft.genres);
  if (draft.title.trim() && draft.title.trim() !== before.title) change.title = draft.title.trim();
  if (draft.year.trim() !== before.year) change.year = draft.year.trim() ? Number(draft.year) : null;
  if (draft.unlocked.length > 0) change.locked = lockedAfter(series, Object.keys(change), draft.unlocked);
  return change;
}

const letters = (text: string) => text.normalize('NFKD').replace(/[^\p{L}\p{N}]+/gu, '').toLocaleLowerCase();

/** The series that bears the new title already, with which this one would become one. */
export function alreadyCalled(series: Series, title: string, year: string, others: readonly Series[]): Series | undefined {
  const name = letters(title);
  if (!name || name === letters(series.title)) return undefined;
  const same = others.filter((one) => one.id !== series.id && letters(one.title) === name);
  // Two series of one title are told apart by their years.
  return same.find((one) => year === '' || one.year === null || String(one.year) === year);
}
