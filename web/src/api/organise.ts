/** What one does to many titles at once, what one thinks of them, and what one watched. */
import { infiniteQueryOptions, keepPreviousData } from '@tanstack/react-query';

import { get, patch, post, remove } from './client';
import type { BulkChange, BulkDone, MediaPage, Opinion, TagChanged } from './contract';
import type { MediaQuery } from './filters';
import { keys } from './keys';
import { PAGE_SIZE } from './media';

const following = (last: { page: number; pages: number }) => (last.page < last.pages ? last.page + 1 : undefined);

/** What the viewer keeps for later. */
export const myListPages = infiniteQueryOptions({
  queryKey: [...keys.myList, 'all'],
  queryFn: ({ pageParam, signal }) =>
    get<MediaPage>('/api/media', { query: { my_list: true, sort_by: 'listed_at', page: pageParam, limit: PAGE_SIZE }, signal }),
  initialPageParam: 1,
  getNextPageParam: following,
});

/** What the viewer watched or began, the last first; with a word what of it fits that. */
export function historyPages(q: string) {
  const fits: MediaQuery = { search: q, watched: 'any', sort_by: 'last_watched' };
  return infiniteQueryOptions({
    queryKey: keys.history(q),
    queryFn: ({ pageParam: page, signal }) =>
      q
        ? get<MediaPage>('/api/media', { query: { ...fits, page, limit: 50 }, signal })
        : get<MediaPage>('/api/history', { query: { page, limit: 50 }, signal }),
    initialPageParam: 1,
    getNextPageParam: following,
    placeholderData: keepPreviousData,
  });
}

export const setOpinion = (id: string, change: Partial<Opinion>) => patch<Opinion>(`/api/media/${id}/opinion`, change);

export const changeMany = (change: BulkChange) => post<BulkDone>('/api/media/bulk', change);
export const undoMany = (undoId: string) => post<{ restored: number }>(`/api/media/bulk/${undoId}/undo`);

const tagAddress = (name: string) => `/api/tags/${encodeURIComponent(name)}`;
/** With `merge` the new name may be that of another tag: the two become one. */
export const renameTag = (name: string, to: string, merge = false) => patch<TagChanged>(tagAddress(name), { name: to, merge });
export const deleteTag = (name: string) => remove<TagChanged>(tagAddress(name));
