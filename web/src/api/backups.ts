/** Copies of the database: made, sent, rehearsed and put back. For administrators. */
import { queryOptions } from '@tanstack/react-query';

import { get, post, remove } from './client';
import type { Backups, Job, Rehearsal } from './contract';
import { keys } from './keys';
import { sendFile, type SendOptions } from './sending';

interface Started {
  job: Job;
}

const BACKUPS = '/api/admin/backups';
const of = (name: string) => `${BACKUPS}/${encodeURIComponent(name)}`;

export const backupList = queryOptions({
  queryKey: keys.backups,
  queryFn: ({ signal }) => get<Backups>(BACKUPS, { signal }),
});

/** What a rehearsal found, once its job is done. */
export function rehearsalOf(job: string | null) {
  return queryOptions({
    queryKey: keys.rehearsal(job ?? ''),
    queryFn: ({ signal }) => get<Rehearsal>(`${BACKUPS}/rehearsals/${job ?? ''}`, { signal }),
    enabled: job !== null,
    staleTime: Infinity,
  });
}

export const makeBackup = () => post<Started>(BACKUPS);
export const deleteBackup = (name: string) => remove<undefined>(of(name));
export const rehearse = (name: string) => post<Started>(`${of(name)}/rehearse`);
/** The server ends and begins anew with it: after this answer it is away for a while. */
export const restoreBackup = (name: string, rehearsal: string, password: string) =>
  post<undefined>(`${of(name)}/restore`, { rehearsal, password });
/** Where the file can be had from, for two minutes. */
export const backupTicket = (name: string, password: string) => post<{ url: string }>(`${of(name)}/ticket`, { password });
export const sendBackup = (file: File, options: Omit<SendOptions, 'query'>) =>
  sendFile<Started>('POST', `${BACKUPS}/upload`, file, { ...options, query: { name: file.name } });
