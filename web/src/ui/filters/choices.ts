/** What can be chosen in the panel of filters beside what the server counts. */
import type { MediaQuery } from '@/api';

const HOUR_S = 3600;

/** Lengths as people think of them. Both ends belong to a span. */
export const LENGTHS = [
  { name: 'short', max_duration_s: 20 * 60 },
  { name: 'medium', min_duration_s: 20 * 60, max_duration_s: HOUR_S },
  { name: 'long', min_duration_s: HOUR_S, max_duration_s: 2 * HOUR_S },
  { name: 'longest', min_duration_s: 2 * HOUR_S },
] as const satisfies readonly ({ name: string } & Pick<MediaQuery, 'min_duration_s' | 'max_duration_s'>)[];
export type LengthName = (typeof LENGTHS)[number]['name'];

export const ADDED = [
  { name: 'day', days: 1 },
  { name: 'week', days: 7 },
  { name: 'month', days: 30 },
  { name: 'year', days: 365 },
] as const;
export type AddedName = (typeof ADDED)[number]['name'];

export const STARS = [5, 4, 3, 2, 1] as const;

/** The span of that name, or the one a filter means; undefined where it means another. */
export function lengthOf(query: MediaQuery): LengthName | undefined {
  return LENGTHS.find(
    (one) =>
      ('min_duration_s' in one ? one.min_duration_s : undefined) === query.min_duration_s &&
      ('max_duration_s' in one ? one.max_duration_s : undefined) === query.max_duration_s,
  )?.name;
}

/** The span as the server writes it: seconds from and to, where either may be missing. */
export function lengthOfSpan(span: string): LengthName | undefined {
  const [low, high] = span.split('-').map((end) => (end ? Number(end) : undefined));
  return lengthOf({ min_duration_s: low, max_duration_s: high });
}

/** A filter for a span of lengths; without a name, for any. */
export function lengthFilter(name: string | undefined): Pick<MediaQuery, 'min_duration_s' | 'max_duration_s'> {
  const { name: _name, ...span } = LENGTHS.find((one) => one.name === name) ?? { name };
  return { min_duration_s: undefined, max_duration_s: undefined, ...span };
}

/** The decade that the years of a filter are, by its first year. */
export function decadeOf({ year_from, year_to }: MediaQuery): string | undefined {
  return year_from !== undefined && year_from % 10 === 0 && year_to === year_from + 9 ? String(year_from) : undefined;
}

export function decadeFilter(decade: string | undefined): Pick<MediaQuery, 'year_from' | 'year_to'> {
  const first = decade === undefined ? undefined : Number(decade);
  return { year_from: first, year_to: first === undefined ? undefined : first + 9 };
}

/** The words with one of them put in, or taken out where it was there. */
export function turned(words: readonly string[], word: string): string[] | undefined {
  const next = words.includes(word) ? words.filter((one) => one !== word) : [...words, word];
  return next.length > 0 ? next : undefined;
}
