/** Moving in from other programs, in steps: look, take over, give back. And out again, as a file. */
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';

import { get, post, remove } from './client';
import type { ForeignProgram, Import, ImportItems, ImportOrder, Job } from './contract';
import { keys } from './keys';
import { sendFile, type SendOptions } from './sending';

interface Started {
  id: string;
  job: Job;
}

export const importList = queryOptions({
  queryKey: keys.imports,
  queryFn: ({ signal }) => get<{ items: Import[] }>('/api/moving/imports', { signal }),
});

const ITEMS_AT_ONCE = 50;

/** The titles that matched in one way, or did not for one reason. */
export function importItems(id: string, code: string) {
  return infiniteQueryOptions({
    queryKey: keys.importItems(id, code),
    queryFn: ({ signal, pageParam }) =>
      get<ImportItems>(`/api/moving/imports/${id}/items`, { query: { code, page: pageParam, limit: ITEMS_AT_ONCE }, signal }),
    initialPageParam: 1,
    getNextPageParam: (last) => (last.page < last.pages ? last.page + 1 : undefined),
  });
}

/** Looks into what lies at a path of the server; nothing is taken over yet. */
export const lookInto = (program: ForeignProgram, path: string) => post<Started>('/api/moving/imports', { program, path });
/** The same with a file of this device, which is sent and thrown away once it was read. */
export const lookIntoFile = (program: ForeignProgram, file: File, options: Omit<SendOptions, 'query'>) =>
  sendFile<Started>('POST', '/api/moving/imports/file', file, { ...options, query: { program, name: file.name } });
export const takeOver = (id: string, order: Partial<ImportOrder>) => post<Started>(`/api/moving/imports/${id}/apply`, order);
export const giveBack = (id: string) => post<Started>(`/api/moving/imports/${id}/undo`);
export const forgetImport = (id: string) => remove<undefined>(`/api/moving/imports/${id}`);

/** Everything of everybody, for administrators; what one did oneself, for all. */
export const EXPORT_ALL = '/api/moving/export';
export const EXPORT_MINE = '/api/account/export';
