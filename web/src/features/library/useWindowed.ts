/** Titles by their place in a list of any length: only the pages that are on screen are fetched. */
import { useQueries, useQueryClient, type UseQueryResult } from '@tanstack/react-query';

import { mediaPage, PAGE_SIZE, type Media, type MediaPage, type MediaQuery } from '@/api';

/** Pages, from 1, that hold the places first..last. */
export function pagesOf(first: number, last: number, size = PAGE_SIZE): number[] {
  const from = Math.floor(Math.max(0, first) / size) + 1;
  const to = Math.floor(Math.max(0, last) / size) + 1;
  return Array.from({ length: to - from + 1 }, (_, at) => from + at);
}

export interface Windowed {
  /** The title at a place, undefined while it is on its way. */
  at: (index: number) => Media | undefined;
  failed: UseQueryResult<MediaPage>[];
}

export function useWindowed(query: MediaQuery, first: number, last: number): Windowed {
  const cache = useQueryClient();
  const pages = pagesOf(first, last);
  const answers = useQueries({ queries: pages.map((page) => mediaPage(query, page)) });
  const at = (index: number) => {
    const page = Math.floor(index / PAGE_SIZE) + 1;
    const held = answers[page - (pages[0] ?? 1)]?.data ?? cache.getQueryData<MediaPage>(mediaPage(query, page).queryKey);
    return held?.items[index % PAGE_SIZE];
  };
  return { at, failed: answers.filter((answer) => answer.isError) };
}
