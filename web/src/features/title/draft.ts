/** A title while it is being edited: every field as text, and what changed in the end. */
import type { Media, MediaKind, MediaPatch } from '@/api';
import { fromLocal, toLocal } from '@/lib/moments';
import { numberProblem, yearProblem } from '@/lib/years';

const TEXTS = ['original_title', 'description', 'uploader', 'upload_date', 'tagline', 'content_rating', 'series_title'] as const;
const NUMBERS = ['year', 'season_number', 'episode_number', 'episode_number_end'] as const;
const MOMENTS = ['available_from', 'available_until'] as const;

export type Field = (typeof TEXTS | typeof NUMBERS | typeof MOMENTS)[number] | 'title' | 'kind' | 'tags' | 'genres';

export type Draft = Record<(typeof TEXTS | typeof NUMBERS | typeof MOMENTS)[number] | 'title', string> & {
  kind: MediaKind;
  tags: string[];
  genres: string[];
  /** Fields that a scan may change again. */
  unlocked: Field[];
};

const number = (value: number | null) => (value === null || value === undefined ? '' : String(value));

export function draftOf(media: Media): Draft {
  return {
    title: media.title,
    original_title: media.original_title ?? '',
    description: media.description ?? '',
    tagline: media.tagline ?? '',
    content_rating: media.content_rating ?? '',
    year: number(media.year),
    kind: media.kind,
    uploader: media.uploader ?? '',
    upload_date: media.upload_date ?? '',
    series_title: media.series?.title ?? '',
    season_number: number(media.season_number),
    episode_number: number(media.episode_number),
    episode_number_end: number(media.episode_number_end),
    available_from: toLocal(media.available_from ?? null),
    available_until: toLocal(media.available_until ?? null),
    tags: media.tags,
    genres: media.genres,
    unlocked: [],
  };
}

export interface Problems {
  title: boolean;
  year: boolean;
  season_number: boolean;
  episode_number: boolean;
  /** The last episode of a file comes after its first. */
  episode_number_end: boolean;
  /** It ends before it begins. */
  available_until: boolean;
}

export function problemsOf(draft: Draft): Problems {
  const { episode_number: first, episode_number_end: last, available_from: from, available_until: until } = draft;
  return {
    title: !draft.title.trim(),
    year: yearProblem(draft.year),
    season_number: numberProblem(draft.season_number),
    episode_number: numberProblem(first),
    episode_number_end: numberProblem(last) || (last.trim() !== '' && (first.trim() === '' || Number(last) < Number(first))),
    available_until: from !== '' && until !== '' && until <= from,
  };
}

const sameList = (a: string[], b: string[]) => a.length === b.length && a.every((one, at) => one === b[at]);

/** What is locked after the change: what was, and what changes now, but for what was unlocked. */
function lockedAfter(media: Media, changed: string[], unlocked: Field[]): string[] {
  const kept = new Set([...(media.locked ?? []), ...changed]);
  for (const field of unlocked) if (!changed.includes(field)) kept.delete(field);
  return [...kept].sort();
}

/** Only what differs is sent; an emptied field is sent as null. */
export function changesOf(media: Media, draft: Draft): MediaPatch {
  const change: MediaPatch = {};
  const before = draftOf(media);
  for (const name of TEXTS) if (draft[name].trim() !== before[name].trim()) change[name] = draft[name].trim() || null;
  for (const name of NUMBERS) if (draft[name].trim() !== before[name]) change[name] = draft[name].trim() ? Number(draft[name]) : null;
  for (const name of MOMENTS) if (draft[name] !== before[name]) change[name] = fromLocal(draft[name]);
  if (draft.title.trim() && draft.title.trim() !== before.title) change.title = draft.title.trim();
  if (draft.kind !== before.kind) change.kind = draft.kind;
  if (!sameList(draft.tags, before.tags)) change.tags = draft.tags;
  if (!sameList(draft.genres, before.genres)) change.genres = draft.genres;
  if (draft.unlocked.length > 0) change.locked = lockedAfter(media, Object.keys(change), draft.unlocked);
  return change;
}
