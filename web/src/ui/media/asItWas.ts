import type { Media, MediaPatch } from '@/api';

/** What a title is taken for, with its locks: to be given back when that is undone. */
export function asItWas(media: Media): MediaPatch {
  return {
    title: media.title,
    kind: media.kind,
    year: media.year,
    description: media.description,
    series_title: media.series?.title ?? null,
    season_number: media.season_number,
    episode_number: media.episode_number,
    episode_number_end: media.episode_number_end,
    locked: media.locked ?? [],
  };
}
