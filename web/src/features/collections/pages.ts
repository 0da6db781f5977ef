/** A collection as it is kept, page by page, with its titles changed before the server has said so. No I/O. */
import type { InfiniteData } from '@tanstack/react-query';

import type { CollectionPage, Media } from '@/api';

export type Pages = InfiniteData<CollectionPage>;

export const titlesOf = (data: Pages | undefined): Media[] => data?.pages.flatMap((page) => page.items) ?? [];

/** The same pages with other titles in them; `more` or fewer in all. */
export function withTitles(data: Pages, titles: readonly Media[], more = 0): Pages {
  let at = 0;
  const pages = data.pages.map((page, n) => {
    const last = n === data.pages.length - 1;
    const items = titles.slice(at, last ? undefined : at + page.items.length);
    at += page.items.length;
    return { ...page, items, total: page.total + more, count: page.count + more };
  });
  return { ...data, pages };
}

export function without(data: Pages, id: string): Pages {
  const left = titlesOf(data).filter((media) => media.id !== id);
  return left.length === titlesOf(data).length ? data : withTitles(data, left, -1);
}
