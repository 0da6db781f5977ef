import { describe, expect, it } from 'vitest';

import type { Storage, StorageOnDisk } from '@/api';

import { partsOf, totalOf } from './parts';

const held = { total: { name: 'all', count: 3, bytes: 900, owned_bytes: 600 }, trash_bytes: 50 } as Storage;
const disk = {
  artwork_bytes: 20, cache_bytes: 0, prepared_bytes: 7, staging_bytes: 1, uploads_bytes: 2, kept_bytes: 3, backups_bytes: 4, database_bytes: 5,
} as StorageOnDisk;

describe('the parts of the bar', () => {
  it('are those that take something, and add up', () => {
    const parts = partsOf(held, disk);
    expect(parts.map((part) => [part.name, part.bytes])).toEqual([
      ['owned', 600], ['folders', 300], ['artwork', 20], ['prepared', 7], ['trash', 50], ['rest', 15],
    ]);
    expect(totalOf(parts)).toBe(992);
  });

  it('are what is known before the disk was measured', () => {
    expect(partsOf(held, undefined).map((part) => part.name)).toEqual(['owned', 'folders', 'trash']);
  });
});
