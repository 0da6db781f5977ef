/** Collections: put together by hand, or whatever passes a filter. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { get, patch, post, put, remove } from './client';
import type { Collection, CollectionEdit, CollectionNew, CollectionPage, Media } from './contract';
import { keys } from './keys';

/** Titles of a collection that are fetched at once. Divides evenly into rows of 2 to 6. */
export const COLLECTION_PAGE = 120;

const following = (last: { page: number; pages: number }) => (last.page < last.pages ? last.page + 1 : undefined);
const place = (id: string) => `/api/collections/${encodeURIComponent(id)}`;

export const collectionList = queryOptions({
  queryKey: [...keys.collections, 'list'],
  queryFn: ({ signal }) => get<{ items: Collection[] }>('/api/collections', { signal }),
});

/** Those into which titles can be put by hand. */
export const openCollections = queryOptions({
  ...collectionList,
  select: ({ items }: { items: Collection[] }) => items.filter((one) => one.editable && !one.rule),
});

/** Those that hold whatever passes a filter, which can be another. */
export const smartCollections = queryOptions({
  ...collectionList,
  select: ({ items }: { items: Collection[] }) => items.filter((one) => one.editable && one.rule),
});

/** Every collection, and whether it holds that title. */
export function collectionsHolding(mediaId: string) {
  return queryOptions({
    queryKey: keys.collectionsHolding(mediaId),
    queryFn: ({ signal }) => get<{ items: Collection[] }>('/api/collections', { query: { holding: mediaId }, signal }),
  });
}

export function collectionPages(id: string) {
  return infiniteQueryOptions({
    queryKey: keys.collection(id),
    queryFn: ({ pageParam, signal }) =>
      get<CollectionPage>(place(id), { query: { page: pageParam, limit: COLLECTION_PAGE }, signal }),
    initialPageParam: 1,
    getNextPageParam: following,
  });
}

export const makeCollection = (wish: CollectionNew) => post<Collection>('/api/collections', wish);
export const editCollection = (id: string, change: CollectionEdit) => patch<Collection>(place(id), change);
/** Its titles stay, and it can be had back. */
export const deleteCollection = (id: string) => remove<undefined>(place(id));
export const restoreCollection = (id: string) => post<Collection>(`${place(id)}/restore`);
/** Puts a title in, or to another place; without a position at the end. */
export const putInCollection = (id: string, mediaId: string, position?: number) =>
  put<undefined>(`${place(id)}/items/${encodeURIComponent(mediaId)}`, position === undefined ? undefined : { position });
export const takeFromCollection = (id: string, mediaId: string) =>
  remove<undefined>(`${place(id)}/items/${encodeURIComponent(mediaId)}`);
/** Any title of a collection. */
export const anyOfCollection = (id: string) => get<Media>('/api/media/random', { query: { collection: id } });
