/** What helps to narrow the library: the choices with their counts, the letters of a list, a filter as it is kept. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { get } from './client';
import type { CollectionRule, Facets, Letter } from './contract';
import { filterBody, narrowedBy, type MediaQuery } from './filters';
import { keys } from './keys';

const MINUTE_MS = 60_000;

/** By what a list can be narrowed further. Counting takes the server a moment: only asked while it is looked at. */
export function facetsOf(query: MediaQuery) {
  const asked = narrowedBy(query);
  return queryOptions({
    queryKey: keys.facets(asked),
    queryFn: ({ signal }) => get<Facets>('/api/media/facets', { query: { ...asked }, signal }),
    staleTime: MINUTE_MS,
    placeholderData: keepPreviousData,
  });
}

/** Where each letter begins in the list by title. */
export function lettersOf(query: MediaQuery) {
  const asked = { ...narrowedBy(query), sort_order: query.sort_order };
  return queryOptions({
    queryKey: keys.letters(asked),
    queryFn: ({ signal }) => get<{ items: Letter[] }>('/api/media/letters', { query: asked, signal }),
    staleTime: MINUTE_MS,
  });
}

/** A filter with its order, as a collection keeps it. */
export function ruleOf(query: MediaQuery): CollectionRule {
  const { sort_by = null, sort_order = null } = query;
  return { filter: filterBody(query), sort_by, sort_order };
}
