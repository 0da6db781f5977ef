/** What somebody says a title is, and what is sent for it. */
import type { DoubtFix, Media, MediaPatch } from '@/api';
import { numberProblem, yearProblem } from '@/lib/years';

export type FixKind = 'movie' | 'episode' | 'video';

export interface FixDraft {
  kind: FixKind;
  title: string;
  year: string;
  series: string;
  season: string;
  episode: string;
}

const text = (value: number | null) => (value === null ? '' : String(value));

/** Begins with what it was taken for. Several begin with what they share. */
export function draftFor(items: readonly Media[]): FixDraft {
  const [first, ...others] = items;
  const shared = (of: (media: Media) => string) => (first && others.every((one) => of(one) === of(first)) ? of(first) : '');
  const kind = first?.kind === 'movie' || first?.kind === 'episode' ? first.kind : 'video';
  return {
    kind,
    title: others.length === 0 ? (first?.title ?? '') : '',
    year: shared((media) => text(media.year)),
    series: shared((media) => media.series?.title ?? ''),
    season: shared((media) => text(media.season_number)),
    episode: others.length === 0 ? text(first?.episode_number ?? null) : '',
  };
}

export function isWrong(draft: FixDraft, several: boolean): boolean {
  if (yearProblem(draft.year) || numberProblem(draft.season) || numberProblem(draft.episode)) return true;
  if (draft.kind === 'episode') return !draft.series.trim() || (!several && draft.episode.trim() === '');
  return !several && !draft.title.trim();
}

const numberOrNull = (value: string) => (value.trim() ? Number(value) : null);

/** For one title: everything that makes it what it is. What was an episode and is none any more loses its place. */
export function patchOf(draft: FixDraft): MediaPatch {
  const { kind } = draft;
  if (kind === 'episode') {
    return {
      kind,
      series_title: draft.series.trim(),
      season_number: numberOrNull(draft.season),
      episode_number: numberOrNull(draft.episode),
      ...(draft.title.trim() ? { title: draft.title.trim() } : {}),
    };
  }
  const nowhere = { series_title: null, season_number: null, episode_number: null, episode_number_end: null };
  return { kind, title: draft.title.trim(), year: numberOrNull(draft.year), ...nowhere };
}

/** For many at once: what they share. Their own titles and numbers stay; an empty field changes nothing. */
export function sharedFix(draft: FixDraft, media_ids: string[]): DoubtFix {
  const { kind } = draft;
  if (kind !== 'episode') {
    const year = numberOrNull(draft.year);
    return { media_ids, kind, series_title: null, season_number: null, ...(year === null ? {} : { year }) };
  }
  const season_number = numberOrNull(draft.season);
  return { media_ids, kind, series_title: draft.series.trim(), ...(season_number === null ? {} : { season_number }) };
}
