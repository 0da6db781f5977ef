/** What a list of media can be asked, as it is sent and as it stands in the address of the page. */
import type { MediaKind, MediaStatus } from './contract';

export const SORTS = [
  'added_at',
  'title',
  'year',
  'duration_s',
  'upload_date',
  'size_bytes',
  'last_watched',
  'random',
] as const;
export type SortBy = (typeof SORTS)[number];
export type SortOrder = 'asc' | 'desc';

export interface MediaQuery {
  search?: string;
  kind?: MediaKind;
  platform?: string;
  tag?: string;
  genre?: string;
  status?: MediaStatus;
  sort_by?: SortBy;
  sort_order?: SortOrder;
}

const KINDS: readonly string[] = [
  'video',
  'movie',
  'series',
  'season',
  'episode',
  'clip',
  'recording',
  'music',
  'audio',
];
const STATUSES: readonly string[] = ['ready', 'unavailable', 'trashed'];

/** The direction a person expects first: names from A, the rest from the newest, longest, largest. */
export function usualOrder(sort: SortBy): SortOrder {
  return sort === 'title' ? 'asc' : 'desc';
}

function oneOf<T extends string>(value: string | null, allowed: readonly string[]): T | undefined {
  return value !== null && allowed.includes(value) ? (value as T) : undefined;
}

/** Reads the address of the page. What it does not know is left out. */
export function readFilters(params: URLSearchParams): MediaQuery {
  const query: MediaQuery = {
    search: params.get('search') || undefined,
    kind: oneOf<MediaKind>(params.get('kind'), KINDS),
    platform: params.get('platform') || undefined,
    tag: params.get('tag') || undefined,
    genre: params.get('genre') || undefined,
    status: oneOf<MediaStatus>(params.get('status'), STATUSES),
    sort_by: oneOf<SortBy>(params.get('sort_by'), SORTS),
    sort_order: oneOf<SortOrder>(params.get('sort_order'), ['asc', 'desc']),
  };
  return Object.fromEntries(Object.entries(query).filter(([, value]) => value !== undefined));
}

/** The same filters as they stand in an address; what is usual is left out, so that addresses stay short. */
export function writeFilters(query: MediaQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value) params.set(name, value);
  const sort = query.sort_by ?? 'added_at';
  if (sort === 'added_at') params.delete('sort_by');
  if (query.sort_order === usualOrder(sort)) params.delete('sort_order');
  return params;
}

/** Filters that narrow the list, that is all but the sort. */
export function isNarrowed(query: MediaQuery): boolean {
  const { sort_by: _by, sort_order: _order, ...rest } = query;
  return Object.values(rest).some(Boolean);
}
