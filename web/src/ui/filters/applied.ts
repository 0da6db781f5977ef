/** The filters that apply, each in words, with what takes it off again. */
import type { TFunction } from 'i18next';

import { listed, type MediaQuery, type Several } from '@/api';
import { formatDuration, formatLanguage, formatNumber } from '@/lib/format';
import { codecName, platformName } from '@/lib/names';

import { ADDED, decadeOf, lengthOf, turned } from './choices';

export interface Applied {
  key: string;
  text: string;
  off: Partial<MediaQuery>;
}

export interface Says {
  t: TFunction<'library'>;
  locale: string;
  /** The name of a folder, where it is known; the same of what the filter names one of. */
  folder?: (id: string) => string | undefined;
  series?: string;
  person?: string;
  collection?: string;
}

type ListName = 'platform' | 'tag' | 'genre' | 'resolution' | 'codec' | 'language' | 'subtitles' | 'folder';

/** 2160p is what people call 4K. */
export function resolutionName(value: string, t: TFunction<'library'>): string {
  if (value === 'sd') return t('sd');
  return value === '2160p' ? '4K' : value;
}

function yearsText(query: MediaQuery, t: TFunction<'library'>): string | undefined {
  const { year_from: from, year_to: to } = query;
  const decade = decadeOf(query);
  if (decade) return t('decade', { decade });
  if (from !== undefined && to !== undefined) return from === to ? String(from) : t('years.between', { from, to });
  if (from !== undefined) return t('years.from', { from });
  return to === undefined ? undefined : t('years.to', { to });
}

function lengthText(query: MediaQuery, t: TFunction<'library'>): string | undefined {
  const { min_duration_s: min, max_duration_s: max } = query;
  if (min === undefined && max === undefined) return undefined;
  const name = lengthOf(query);
  if (name) return t(`length.${name}`);
  const from = min === undefined ? '' : formatDuration(min);
  const to = max === undefined ? '' : formatDuration(max);
  if (from && to) return t('length.between', { from, to });
  return from ? t('length.from', { from }) : t('length.to', { to });
}

export function addedText(days: number, t: TFunction<'library'>): string {
  const known = ADDED.find((one) => one.days === days);
  return known ? t(`added.${known.name}`) : t('added.days', { days });
}

export function starsText(halves: number, { t, locale }: Says): string {
  if (halves === 10) return t('fiveStars');
  return t('rating', { count: halves / 2, stars: formatNumber(halves / 2, locale, 1) });
}

/** A yes or no in words; undefined where it does not matter. */
const eitherWay = (value: boolean | undefined, yes: string, no: string) => (value === undefined ? undefined : value ? yes : no);

/** Kinds, words and the order have places of their own on the page. */
export function appliedOf(query: MediaQuery, says: Says): Applied[] {
  const { t, locale } = says;
  const found: Applied[] = [];
  const add = (key: string, text: string | undefined, off: Partial<MediaQuery>) => {
    if (text !== undefined) found.push({ key, text, off });
  };
  const addAll = (name: ListName, words: Several | undefined, say: (word: string) => string) => {
    const all = listed(words);
    for (const word of all) add(`${name}:${word}`, say(word), { [name]: turned(all, word) });
  };
  add('watched', query.watched && t(`watched.${query.watched}`), { watched: undefined });
  add('min_rating', query.min_rating === undefined ? undefined : starsText(query.min_rating, says), { min_rating: undefined });
  add('liked', eitherWay(query.liked, t('liked'), t('disliked')), { liked: undefined });
  add('favourite', eitherWay(query.favourite, t('favourite'), t('notFavourite')), { favourite: undefined });
  add('my_list', eitherWay(query.my_list, t('myList'), t('notMyList')), { my_list: undefined });
  add('year', yearsText(query, t), { year_from: undefined, year_to: undefined });
  add('length', lengthText(query, t), { min_duration_s: undefined, max_duration_s: undefined });
  addAll('genre', query.genre, (word) => word);
  addAll('tag', query.tag, (word) => word);
  addAll('resolution', query.resolution, (word) => resolutionName(word, t));
  add('hdr', eitherWay(query.hdr, t('hdr'), t('sdr')), { hdr: undefined });
  addAll('language', query.language, (word) => t('sound', { language: formatLanguage(word, locale) }));
  addAll('subtitles', query.subtitles, (word) => t('texts', { language: formatLanguage(word, locale) }));
  addAll('platform', query.platform, platformName);
  add('channel', query.channel, { channel: undefined });
  add('series', query.series && (says.series ?? t('inSeries')), { series: undefined });
  add('person', query.person === undefined ? undefined : (says.person ?? t('withPerson')), { person: undefined });
  add('collection', query.collection && (says.collection ?? t('inCollection')), { collection: undefined });
  add('added_days', query.added_days === undefined ? undefined : addedText(query.added_days, t), { added_days: undefined });
  addAll('codec', query.codec, codecName);
  addAll('folder', query.folder, (id) => says.folder?.(id) ?? t('inFolder'));
  add('status', query.status && t(`status.${query.status}`), { status: undefined });
  return found;
}
