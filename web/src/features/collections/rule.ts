/** The filter of a smart collection: in words, and as the library under it. No I/O. */
import type { TFunction } from 'i18next';

import { listed, readFilters, type CollectionRule, type MediaQuery } from '@/api';
import { paths } from '@/lib/paths';
import { appliedOf, type Says } from '@/ui/filters';

function params({ filter, sort_by, sort_order }: CollectionRule): URLSearchParams {
  const asked = new URLSearchParams();
  for (const [name, value] of Object.entries(filter)) {
    for (const one of Array.isArray(value) ? value : [value]) asked.append(name, String(one));
  }
  if (sort_by) asked.set('sort_by', sort_by);
  if (sort_order) asked.set('sort_order', sort_order);
  return asked;
}

/** What the library is asked under it. */
export const ruleQuery = (rule: CollectionRule): MediaQuery => readFilters(params(rule));

/** A word a value, as the library says them, behind the kinds and what is searched. */
export function ruleWords(query: MediaQuery, says: Says, media: TFunction<'media'>): string[] {
  const kinds = listed(query.kind).map((kind) => media(`kinds.${kind}`));
  return [...kinds, ...(query.search ? [`“${query.search}”`] : []), ...appliedOf(query, says).map(({ text }) => text)];
}

/** The library under this filter. */
export const ruleAddress = (rule: CollectionRule) => `${paths.library}?${params(rule)}`;
