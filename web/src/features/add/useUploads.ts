/** The uploads of this tab for screens, told of the server's limit and of what was begun before. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useStore } from 'zustand';
import { serverSettings, uploadList } from '@/api';
import { uploadsHere, type UploadItem, type Uploads } from '@/lib/upload';

export function useUploadItems(): readonly UploadItem[] {
  return useStore(uploadsHere().store, (state) => state.items);
}

export function useUploads(): { uploads: Uploads; items: readonly UploadItem[]; limit_bytes: number | null } {
  const uploads = uploadsHere();
  const items = useUploadItems();
  const settings = useQuery({ ...serverSettings, retry: false }).data;
  const limit = settings?.max_upload_bytes ?? null;
  const direct = settings?.direct_uploads ?? false;
  // Never from memory: one that has arrived since would be shown as begun.
  const unfinished = useQuery({ ...uploadList, gcTime: 0 }).data?.items;
  useEffect(() => {
    if (limit !== null) uploads.limit(limit, direct);
  }, [uploads, limit, direct]);
  useEffect(() => {
    if (unfinished) uploads.found(unfinished);
  }, [uploads, unfinished]);
  return { uploads, items, limit_bytes: limit };
}
