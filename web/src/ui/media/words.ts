/** The short texts about a title that stand under cards, in heroes and in lists. */
import type { TFunction } from 'i18next';

import type { Media, MediaKind } from '@/api';
import { formatDuration } from '@/lib/format';
import { hdrName, qualityName } from '@/lib/names';

import { extraKind } from './extras';

type T = TFunction<'media'>;

/** S1 E4, or E4 without a season; null where it is no episode. */
export function episodeMark(media: Media, t: T): string | null {
  if (media.episode_number === null) return null;
  const last = media.episode_number_end;
  const number = last ? `${media.episode_number}–${last}` : `${media.episode_number}`;
  return media.season_number === null
    ? t('episodeOnly', { number })
    : t('episode', { season: media.season_number, number });
}

export function isBegun(media: Media): boolean {
  return media.progress !== null && !media.progress.completed && media.progress.position_s > 1;
}

/** How long it still lasts, in words. */
export function timeLeft(media: Media, t: T): string | null {
  if (!media.progress || !isBegun(media)) return null;
  const total = media.duration_s ?? media.progress.duration_s;
  return total === null ? null : t('left', { time: formatDuration(Math.max(0, total - media.progress.position_s)) });
}

const extraWord = (media: Media, t: T) => (media.extra_kind ? t(`extraKind.${extraKind(media.extra_kind)}`) : null);

/** Where an episode goes on, its series is what a person knows; a trailer of it bears its own name. */
export function leadName(media: Media): string {
  return (!media.extra_kind && media.series?.title) || media.title;
}

/** Under a card of those begun: S1 E4 · Stones · 18 min left; under one of extras: Trailer · 2 min. */
export function noteLeft(media: Media, t: T): string {
  const length = media.extra_kind && media.duration_s !== null ? formatDuration(media.duration_s) : null;
  return [extraWord(media, t) ?? noteNext(media, t), timeLeft(media, t) ?? length].filter(Boolean).join(' · ');
}

/** Under a card of what comes next, which bears the name of its series: S1 E4 · Stones. */
export function noteNext(media: Media, t: T): string {
  return [episodeMark(media, t), leadName(media) !== media.title && media.title].filter(Boolean).join(' · ');
}

/** Under any other card: 2008 · 1 h 31 min, or Riverbank · S1 E4. */
export function noteFacts(media: Media, t: T): string {
  const length = media.duration_s === null ? null : formatDuration(media.duration_s);
  const extra = extraWord(media, t);
  if (extra) return [extra, length].filter(Boolean).join(' · ');
  const episode = episodeMark(media, t);
  if (episode) return [media.series?.title, episode].filter(Boolean).join(' · ');
  const lead = media.year ?? (media.kind === 'movie' ? null : media.uploader);
  return [lead, length].filter((part) => part !== null && part !== '').join(' · ');
}

const NEW_FOR_MS = 48 * 3_600_000;

/** Added lately and not begun. */
export function isNew(media: Media, now = Date.now()): boolean {
  return media.progress === null && now - Date.parse(media.added_at) < NEW_FOR_MS;
}

/** The one badge of a card, only where it tells something: `allNew` where every neighbour is new as well. */
export function cardBadge(media: Media, t: T, allNew = false): string | null {
  if (media.status === 'unavailable') return t('unavailable');
  if (!allNew && isNew(media)) return t('new');
  const quality = qualityName(media.width, media.height);
  const notable = quality === '4K' || quality === '8K' ? quality : null;
  return [notable, hdrName(media.hdr)].filter(Boolean).join(' ') || null;
}

/** 4K, HDR: all that stands in boxes beside the facts. */
export function qualityBadges(media: Media): string[] {
  return [qualityName(media.width, media.height), hdrName(media.hdr)].filter((name) => name !== null);
}

const SHOWN: MediaKind[] = ['movie', 'series', 'episode', 'video', 'clip', 'recording', 'music', 'audio'];

/** The kinds a library has, in the order in which they are offered. Series stand for their episodes. */
export function kindsIn(byKind: Record<string, number> | undefined): MediaKind[] {
  const has = (kind: MediaKind) => (byKind?.[kind] ?? 0) > 0;
  return SHOWN.filter((kind) => has(kind) && !(kind === 'episode' && has('series')));
}
