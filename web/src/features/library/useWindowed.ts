/**
 * Titles by their place in a list of any length: only the pages that are on screen are fetched, and
 * none of those that fly by while the bar is pulled.
 */
import { useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { useEffect, useState } from 'react';

import { mediaPage, PAGE_SIZE, type Media, type MediaPage, type MediaQuery } from '@/api';

import { pagesOf } from './pages';

export interface Windowed {
  /** The title at a place, undefined while it is on its way. */
  at: (index: number) => Media | undefined;
  failed: UseQueryResult<MediaPage>[];
  /** The list flies by: what is not there yet need not be drawn as something to come. */
  flying: boolean;
}

/** After so long at one place it is where one wanted to be. */
const REST_MS = 90;

/** Whether the place has just leapt by more than a page. */
function useFlying(place: number): boolean {
  const [seen, setSeen] = useState({ place, flying: false });
  if (seen.place !== place) setSeen({ place, flying: Math.abs(place - seen.place) > PAGE_SIZE });
  useEffect(() => {
    if (!seen.flying) return;
    const timer = setTimeout(() => setSeen((now) => ({ ...now, flying: false })), REST_MS);
    return () => clearTimeout(timer);
  }, [seen]);
  return seen.flying;
}

export function useWindowed(query: MediaQuery, first: number, last: number): Windowed {
  const cache = useQueryClient();
  const pages = pagesOf(first, last, PAGE_SIZE);
  const flying = useFlying(first);
  const answers = useQueries({ queries: flying ? [] : pages.map((page) => mediaPage(query, page)) });
  const at = (index: number) => {
    const page = Math.floor(index / PAGE_SIZE) + 1;
    const held = answers[page - (pages[0] ?? 1)]?.data ?? cache.getQueryData<MediaPage>(mediaPage(query, page).queryKey);
    return held?.items[index % PAGE_SIZE];
  };
  return { at, failed: answers.filter((answer) => answer.isError), flying };
}
