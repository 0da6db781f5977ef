import type { TFunction } from 'i18next';
import { expect, it } from 'vitest';

import type { CollectionPage, Media } from '@/api';

import { titlesOf, without, withTitles, type Pages } from './pages';
import { ruleAddress, ruleQuery, ruleWords } from './rule';

const said = (key: string, holes: Record<string, unknown> = {}) => [key, ...Object.values(holes)].join(' ');
const kinds = said as unknown as TFunction<'media'>;

const media = (id: string) => ({ id }) as Media;
const page = (n: number, ...ids: string[]) => ({ page: n, total: 5, count: 5, items: ids.map(media) }) as CollectionPage;
const pages: Pages = { pages: [page(1, 'a', 'b'), page(2, 'c', 'd')], pageParams: [1, 2] };

it('says a filter in words, kinds and what is searched first', () => {
  const filter = { year_from: 2003, tag: ['sea', 'sun'], hdr: false, kind: ['movie'], search: 'a b' };
  const says = { t: said as unknown as TFunction<'library'>, locale: 'en' };
  expect(ruleWords(ruleQuery({ filter, sort_by: null, sort_order: null }), says, kinds)).toEqual(['kinds.movie', '“a b”', 'years.from 2003', 'sea', 'sun', 'sdr']);
});

it('leads to the library under that filter', () => {
  const rule = { filter: { tag: ['a b', 'c'], hdr: true }, sort_by: 'year' as const, sort_order: null };
  expect(ruleAddress(rule)).toBe('/library?tag=a+b&tag=c&hdr=true&sort_by=year');
});

it('keeps pages and their counts while titles change', () => {
  const fewer = without(pages, 'b');
  expect(titlesOf(fewer).map(({ id }) => id)).toEqual(['a', 'c', 'd']);
  expect(fewer.pages.map(({ total }) => total)).toEqual([4, 4]);
  expect(without(pages, 'nobody')).toBe(pages);
  const more = withTitles(fewer, ['a', 'b', 'c', 'd'].map(media), 1);
  expect(more.pages.map((one) => [one.total, one.items.length])).toEqual([[5, 2], [5, 2]]);
});
