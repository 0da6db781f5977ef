import i18next from 'i18next';
import { beforeAll, describe, expect, it } from 'vitest';

import { readFilters, type MediaQuery } from '@/api';
import { library as en } from '@/locales/en/library';
import { library as es } from '@/locales/es/library';

import { appliedOf, type Says } from './applied';
import { decadeFilter, decadeOf, lengthFilter, lengthOf, lengthOfSpan, turned } from './choices';

const book = i18next.createInstance();

beforeAll(() => book.init({ lng: 'en', resources: { en: { library: en }, es: { library: es } }, interpolation: { escapeValue: false } }));

const says = (locale: 'en' | 'es'): Says => ({
  t: book.getFixedT(locale, 'library'),
  locale,
  folder: (id) => (id === 'f1' ? 'Films' : undefined),
});
const texts = (query: MediaQuery, locale: 'en' | 'es' = 'en') => appliedOf(query, says(locale)).map(({ text }) => text);

const EVERYTHING: MediaQuery = readFilters(
  new URLSearchParams(
    'search=a&kind=movie&platform=youtube&tag=sea&tag=sun&genre=Noir&status=unavailable&year_from=1990&year_to=1999' +
      '&min_duration_s=3600&max_duration_s=7200&added_days=7&resolution=2160p&resolution=sd&hdr=true&codec=hevc&language=en' +
      '&subtitles=es&folder=f1&folder=f2&channel=Ana&series=s&person=3&collection=c&watched=unwatched&min_rating=7&liked=false' +
      '&favourite=true&my_list=true&sort_by=title&sort_order=desc',
  ),
);

describe('the filters that apply', () => {
  it('stand in words', () => {
    expect(texts(EVERYTHING)).toEqual([
      'Unwatched', 'From 3.5 stars', 'Not liked', 'Favourites', 'On My List', '1990s', '1–2 h', 'Noir', 'sea', 'sun', '4K', 'SD',
      'HDR', 'English sound', 'Spanish subtitles', 'YouTube', 'Ana', 'One series', 'One person', 'One collection', 'Last week',
      'HEVC', 'Films', 'One folder', 'Not there now',
    ]);
    expect(texts({ language: 'en', watched: 'begun' }, 'es')).toEqual(['Empezado', 'Sonido: inglés']);
  });

  it('call by name what is known by name', () => {
    const known = { ...says('en'), series: 'Silo', person: 'Ana Lía', collection: 'By the water' };
    const words = appliedOf({ series: 's', person: 3, collection: 'c' }, known).map(({ text }) => text);
    expect(words).toEqual(['Silo', 'Ana Lía', 'By the water']);
  });

  it('say other spans as they are', () => {
    expect(texts({ year_from: 1994, year_to: 1994 })).toEqual(['1994']);
    expect(texts({ year_from: 1991, year_to: 1995 })).toEqual(['1991–1995']);
    expect(texts({ year_to: 1950 })).toEqual(['Until 1950']);
    expect(texts({ min_duration_s: 600 })).toEqual(['From 10 min']);
    expect(texts({ max_duration_s: 1200 })).toEqual(['Under 20 min']);
    expect(texts({ added_days: 3 })).toEqual(['Last 3 days']);
  });

  it('are all taken off, one by one, and nothing else is', () => {
    let left = EVERYTHING;
    for (let count = appliedOf(left, says('en')).length; count > 0; count -= 1) {
      left = { ...left, ...appliedOf(left, says('en'))[0]?.off };
      expect(appliedOf(left, says('en'))).toHaveLength(count - 1);
    }
    expect(JSON.parse(JSON.stringify(left))).toEqual({ search: 'a', kind: ['movie'], sort_by: 'title', sort_order: 'desc' });
  });
});

describe('choices', () => {
  it('of a decade or a length come back from the filter they make', () => {
    for (const decade of ['1930', '2020', undefined]) expect(decadeOf(decadeFilter(decade))).toBe(decade);
    for (const name of ['short', 'medium', 'long', 'longest'] as const) expect(lengthOf(lengthFilter(name))).toBe(name);
    expect(['-1200', '1200-3600', '3600-7200', '7200-'].map(lengthOfSpan)).toEqual(['short', 'medium', 'long', 'longest']);
    expect(lengthOfSpan('5-')).toBeUndefined();
    expect(lengthFilter(undefined)).toEqual({ min_duration_s: undefined, max_duration_s: undefined });
    expect(decadeOf({ year_from: 1991, year_to: 2000 })).toBeUndefined();
  });

  it('of several are put in and taken out', () => {
    expect(turned([], 'a')).toEqual(['a']);
    expect(turned(['a'], 'b')).toEqual(['a', 'b']);
    expect(turned(['a', 'b'], 'a')).toEqual(['b']);
    expect(turned(['a'], 'a')).toBeUndefined();
  });
});
