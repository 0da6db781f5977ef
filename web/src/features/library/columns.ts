/** The columns of the list: which there are, by what they sort, and which of them fit. Widths are px. */
import type { SortBy } from '@/api';

export const COLUMN_NAMES = [
  'kind', 'year', 'length', 'quality', 'rating', 'watched', 'source', 'published', 'size', 'added',
] as const; // in the order in which they stand
export type ColumnName = (typeof COLUMN_NAMES)[number];

export const USUAL: readonly ColumnName[] = ['kind', 'year', 'length', 'quality', 'source', 'size', 'added'];

interface Column {
  width: number;
  sort?: SortBy;
}

export const COLUMNS: Record<ColumnName, Column> = {
  kind: { width: 96 },
  year: { width: 60, sort: 'year' },
  length: { width: 92, sort: 'duration_s' },
  quality: { width: 112 },
  rating: { width: 92 },
  watched: { width: 112, sort: 'last_watched' },
  source: { width: 120 },
  published: { width: 112, sort: 'upload_date' },
  size: { width: 84, sort: 'size_bytes' },
  added: { width: 116, sort: 'added_at' },
};

export const GAP = 16;
const TITLE_LEAST = 320; // with its picture
/** Narrower than this the list is one column that says all. */
const PHONE = 640;
/** Where there is little room the last of these is the first to go. */
const WORTH: readonly ColumnName[] = [
  'length', 'added', 'size', 'year', 'rating', 'watched', 'quality', 'kind', 'source', 'published',
];

/** Those of the chosen columns that leave the title room enough, in their order. */
export function fitting(chosen: readonly ColumnName[], width: number): ColumnName[] {
  if (width < PHONE) return [];
  let room = width - TITLE_LEAST;
  const kept = new Set<ColumnName>();
  for (const name of WORTH) {
    const needed = COLUMNS[name].width + GAP;
    if (!chosen.includes(name) || needed > room) continue;
    room -= needed;
    kept.add(name);
  }
  return COLUMN_NAMES.filter((name) => kept.has(name));
}
