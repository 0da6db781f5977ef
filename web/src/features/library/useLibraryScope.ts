/** What can be selected in the library: any stretch of the list, or all that passes its filter. */
import { useQueryClient } from '@tanstack/react-query';

import { filterBody, mediaPage, PAGE_SIZE, type MediaPage, type MediaQuery } from '@/api';
import type { Scope } from '@/ui/media/selection';

import { pagesOf } from './pages';

export function useLibraryScope(query: MediaQuery, total: number): Scope {
  const cache = useQueryClient();
  const held = (page: number) => cache.getQueryData<MediaPage>(mediaPage(query, page).queryKey)?.items ?? [];
  const every = Array.from({ length: Math.ceil(total / PAGE_SIZE) }, (_, at) => at + 1);
  async function between(from: number, to: number): Promise<string[]> {
    const ids: string[] = [];
    for (const page of pagesOf(from, to, PAGE_SIZE)) {
      const { items } = await cache.ensureQueryData(mediaPage(query, page));
      const start = (page - 1) * PAGE_SIZE;
      ids.push(...items.filter((_, at) => start + at >= from && start + at <= to).map((media) => media.id));
    }
    return ids;
  }
  const shown = () => every.flatMap((page) => held(page).map((media) => media.id));
  return { total, filter: filterBody(query), between, shown };
}
