/** What takes space, as the parts of one bar. */
import type { Storage, StorageOnDisk } from '@/api';

export type PartName = 'owned' | 'folders' | 'artwork' | 'cache' | 'prepared' | 'trash' | 'rest';

export interface Part {
  name: PartName;
  bytes: number;
  /** The class that colours it. */
  colour: string;
}

/** Those that take something, in a fixed order; before the disk was measured only what is known by then. */
export function partsOf(held: Storage, disk: StorageOnDisk | undefined): Part[] {
  const parts: Part[] = [
    { name: 'owned', bytes: held.total.owned_bytes, colour: 'bg-part-1' },
    { name: 'folders', bytes: held.total.bytes - held.total.owned_bytes, colour: 'bg-part-2' },
    { name: 'artwork', bytes: disk?.artwork_bytes ?? 0, colour: 'bg-part-3' },
    { name: 'cache', bytes: disk?.cache_bytes ?? 0, colour: 'bg-part-4' },
    { name: 'prepared', bytes: disk?.prepared_bytes ?? 0, colour: 'bg-part-5' },
    { name: 'trash', bytes: held.trash_bytes, colour: 'bg-part-6' },
    { name: 'rest', bytes: disk ? restOf(disk) : 0, colour: 'bg-part-7' },
  ];
  return parts.filter((part) => part.bytes > 0);
}

function restOf(disk: StorageOnDisk): number {
  return disk.staging_bytes + disk.uploads_bytes + disk.kept_bytes + disk.backups_bytes + disk.database_bytes;
}

export const totalOf = (parts: Part[]) => parts.reduce((sum, part) => sum + part.bytes, 0);
