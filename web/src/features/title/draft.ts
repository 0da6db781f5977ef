/** A title while it is being edited: every field as text, and what changed in the end. */
import type { Media, MediaKind, MediaPatch } from '@/api';

export interface Draft {
  title: string;
  original_title: string;
  description: string;
  year: string;
  kind: MediaKind;
  uploader: string;
  upload_date: string;
  tags: string[];
  genres: string[];
}

export function draftOf(media: Media): Draft {
  return {
    title: media.title,
    original_title: media.original_title ?? '',
    description: media.description ?? '',
    year: media.year === null ? '' : String(media.year),
    kind: media.kind,
    uploader: media.uploader ?? '',
    upload_date: media.upload_date ?? '',
    tags: media.tags,
    genres: media.genres,
  };
}

/** Empty is fine; otherwise a year of films, give or take. */
export function yearProblem(text: string): boolean {
  const year = text.trim();
  return year !== '' && (!/^\d{4}$/.test(year) || Number(year) < 1800 || Number(year) > 2199);
}

const sameList = (a: string[], b: string[]) => a.length === b.length && a.every((one, at) => one === b[at]);

/** Only what differs is sent; an emptied field is sent as null. */
export function changesOf(media: Media, draft: Draft): MediaPatch {
  const change: MediaPatch = {};
  const before = draftOf(media);
  for (const name of ['original_title', 'description', 'uploader', 'upload_date'] as const) {
    if (draft[name].trim() !== before[name].trim()) change[name] = draft[name].trim() || null;
  }
  if (draft.title.trim() && draft.title.trim() !== before.title) change.title = draft.title.trim();
  if (draft.year.trim() !== before.year) change.year = draft.year.trim() ? Number(draft.year) : null;
  if (draft.kind !== before.kind) change.kind = draft.kind;
  if (!sameList(draft.tags, before.tags)) change.tags = draft.tags;
  if (!sameList(draft.genres, before.genres)) change.genres = draft.genres;
  return change;
}
