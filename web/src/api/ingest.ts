/** Bringing in: links, folders, unfinished uploads, the cookies of sites, the sample library. */
import { queryOptions } from '@tanstack/react-query';

import { get, patch, post, remove, request } from './client';
import type {
  AddAnswer,
  AddRequest,
  Folder,
  FolderChanges,
  FolderKind,
  FolderListing,
  Job,
  LinkInfo,
  SiteCookies,
  Upload,
} from './contract';
import { keys } from './keys';

export const linkInfo = (url: string, signal?: AbortSignal) =>
  post<LinkInfo>('/api/media/info', { url }, { signal });
export const addMedia = (wish: AddRequest) => post<AddAnswer>('/api/media/add', wish);

export const folderList = queryOptions({
  queryKey: keys.folders,
  queryFn: ({ signal }) => get<{ items: Folder[] }>('/api/folders', { signal }),
});

export function folderListing(path: string) {
  return queryOptions({
    queryKey: keys.browse(path),
    queryFn: ({ signal }) => get<FolderListing>('/api/folders/browse', { query: { path }, signal }),
    staleTime: 10_000,
    retry: false,
  });
}

/** Without a kind a folder that is there already keeps its own. */
export const addFolder = (path: string, kind?: FolderKind) => post<Folder>('/api/folders', { path, kind });
export const changeFolder = (id: string, changes: FolderChanges) => patch<Folder>(`/api/folders/${id}`, changes);
/** A quick scan opens only folders in which something changed. */
export const scanFolder = (id: string, quick: boolean) =>
  post<{ job: Job }>(`/api/folders/${id}/scan`, undefined, { query: { quick } });
/** An NFO beside every film and episode; what somebody else wrote there stays. */
export const writeNfo = (id: string) => post<{ job: Job }>(`/api/folders/${id}/nfo`);
/** Of files that vanished at once: they were deleted, or are to be looked for again. */
export const answerGone = (id: string, accept: boolean) => post<Folder>(`/api/folders/${id}/gone`, { accept });
export const removeFolder = (id: string) => remove<undefined>(`/api/folders/${id}`);

export const uploadList = queryOptions({
  queryKey: keys.uploads,
  queryFn: ({ signal }) => get<{ items: Upload[] }>('/api/uploads', { signal }),
});

export const cookieList = queryOptions({
  queryKey: keys.cookies,
  queryFn: ({ signal }) => get<{ items: SiteCookies[] }>('/api/cookies', { signal }),
});

/** Keeps the cookies file (Netscape format) of a site. */
export const saveCookies = (site: string, content: string) =>
  request<SiteCookies>('PUT', `/api/cookies/${encodeURIComponent(site)}`, {
    text: { content, type: 'text/plain; charset=utf-8' },
  });
export const removeCookies = (site: string) => remove<undefined>(`/api/cookies/${encodeURIComponent(site)}`);

export const addSampleLibrary = () => post<{ job: Job }>('/api/library/sample');
