/** What takes space, and what can go. For administrators. */
import { queryOptions } from '@tanstack/react-query';

import { get, post } from './client';
import type { Storage, StorageFreed, StorageOnDisk, StorageTitlePage, StorageWhat } from './contract';
import { keys } from './keys';

export const storageState = queryOptions({
  queryKey: keys.storage,
  queryFn: ({ signal }) => get<Storage>('/api/admin/storage', { signal }),
});

/** Measured on the disk, which takes a moment in a large library. */
export const storageOnDisk = queryOptions({
  queryKey: keys.storageDisk,
  queryFn: ({ signal }) => get<StorageOnDisk>('/api/admin/storage/disk', { signal }),
});

export const watchedTitles = queryOptions({
  queryKey: keys.storageWatched,
  queryFn: ({ signal }) => get<StorageTitlePage>('/api/admin/storage/watched', { query: { limit: 100 }, signal }),
});

export const freeSpace = (what: StorageWhat, as_of: string) => post<StorageFreed>('/api/admin/storage/free', { what, as_of });

export const bringBack = (media_ids: string[]) => post<{ restored: number }>('/api/admin/storage/undo', { media_ids });
