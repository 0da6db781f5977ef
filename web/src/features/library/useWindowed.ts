/** Titles by their place in a list of any length: only the pages that are on screen are fetched. */
import { useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { mediaPage, PAGE_SIZE, type Media, type MediaPage, type MediaQuery } from '@/api';

import { pagesOf } from './pages';

export interface Windowed {
  /** The title at a place, undefined while it is on its way. */
  at: (index: number) => Media | undefined;
  failed: UseQueryResult<MediaPage>[];
}

export function useWindowed(query: MediaQuery, first: number, last: number): Windowed {
  const cache = useQueryClient();
  const pages = pagesOf(first, last, PAGE_SIZE);
  const answers = useQueries({ queries: pages.map((page) => mediaPage(query, page)) });
  const at = (index: number) => {
    const page = Math.floor(index / PAGE_SIZE) + 1;
    const held = answers[page - (pages[0] ?? 1)]?.data ?? cache.getQueryData<MediaPage>(mediaPage(query, page).queryKey);
    return held?.items[index % PAGE_SIZE];
  };
  return { at, failed: answers.filter((answer) => answer.isError) };
}
