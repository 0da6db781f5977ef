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

export const RESOLUTIONS = ['2160p', '1440p', '1080p', '720p', 'sd'] as const;
export type Resolution = (typeof RESOLUTIONS)[number];
export const WATCHED = ['unwatched', 'begun', 'watched', 'any'] as const;
export type Watched = (typeof WATCHED)[number];

/** One word, or several of which any will do; of tags a title needs all. */
export type Several<T extends string = string> = T | readonly T[];

export interface MediaQuery {
  search?: string;
  kind?: Several<MediaKind>;
  platform?: Several;
  tag?: Several;
  genre?: Several;
  status?: MediaStatus;
  year_from?: number;
  year_to?: number;
  min_duration_s?: number;
  max_duration_s?: number;
  added_days?: number;
  resolution?: Several<Resolution>;
  hdr?: boolean;
  codec?: Several;
  /** Of the sound; `subtitles` those of text tracks. */
  language?: Several;
  subtitles?: Several;
  /** Ids of folders scanned in place. */
  folder?: Several;
  channel?: string;
  series?: string;
  person?: number;
  collection?: string;
  watched?: Watched;
  /** The viewer's own, in half stars. */
  min_rating?: number;
  liked?: boolean;
  favourite?: boolean;
  my_list?: boolean;
  sort_by?: SortBy;
  sort_order?: SortOrder;
}

type Name = keyof MediaQuery;
type Reader = (given: string[]) => MediaQuery[Name];

const KINDS = ['video', 'movie', 'series', 'season', 'episode', 'clip', 'recording', 'music', 'audio'];
/** The server takes no more words of one sort, and none longer. */
const MOST_WORDS = 20;
const LONGEST_WORD = 120;

const oneOf = (allowed: readonly string[]): Reader => ([first]) =>
  first !== undefined && allowed.includes(first) ? (first as SortBy) : undefined;

const severalOf = (allowed?: readonly string[]): Reader => (given) => {
  const known = given.filter((word) => word !== '' && word.length <= LONGEST_WORD && (allowed?.includes(word) ?? true));
  const words = [...new Set(known)].slice(0, MOST_WORDS);
  return words.length > 0 ? words : undefined;
};

const line = (longest: number): Reader => ([first]) => (first && first.length <= longest ? first : undefined);

const number = (least: number, most: number, whole = true): Reader => ([first]) => {
  const value = first?.trim() ? Number(first) : Number.NaN;
  return value >= least && value <= most && (!whole || Number.isInteger(value)) ? value : undefined;
};

const yesNo: Reader = ([first]) => (first === 'true' ? true : first === 'false' ? false : undefined);

const READERS: Record<Name, Reader> = {
  search: line(500),
  kind: severalOf(KINDS),
  platform: severalOf(),
  tag: severalOf(),
  genre: severalOf(),
  status: oneOf(['ready', 'unavailable', 'trashed']),
  year_from: number(1, 9999),
  year_to: number(1, 9999),
  min_duration_s: number(0, 10_000_000, false),
  max_duration_s: number(0, 10_000_000, false),
  added_days: number(1, 40_000),
  resolution: severalOf(RESOLUTIONS),
  hdr: yesNo,
  codec: severalOf(),
  language: severalOf(),
  subtitles: severalOf(),
  folder: severalOf(),
  channel: line(300),
  series: line(300),
  person: number(1, Number.MAX_SAFE_INTEGER),
  collection: line(300),
  watched: oneOf(WATCHED),
  min_rating: number(1, 10),
  liked: yesNo,
  favourite: yesNo,
  my_list: yesNo,
  sort_by: oneOf(SORTS),
  sort_order: oneOf(['asc', 'desc']),
};

/** The direction a person expects first: names from A, the rest from the newest, longest, largest. */
export function usualOrder(sort: SortBy): SortOrder {
  return sort === 'title' ? 'asc' : 'desc';
}

/** The words of a filter, whether it was given one, several or none. */
export function listed<T extends string>(words: Several<T> | undefined): readonly T[] {
  if (words === undefined || words === '') return [];
  return typeof words === 'string' ? [words] : words;
}

/** Reads the address of the page: several words always as a list. What it does not know is left out. */
export function readFilters(params: URLSearchParams): MediaQuery {
  const read = Object.entries(READERS).map(([name, of]) => [name, of(params.getAll(name))] as const);
  return Object.fromEntries(read.filter(([, value]) => value !== undefined));
}

/** The same filters as they stand in an address; what is usual is left out, so that addresses stay short. */
export function writeFilters(query: MediaQuery): URLSearchParams {
  const params = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value === undefined || value === '') continue;
    for (const one of Array.isArray(value) ? value : [value]) params.append(name, String(one));
  }
  const sort = query.sort_by ?? 'added_at';
  if (sort === 'added_at') params.delete('sort_by');
  if (query.sort_order === usualOrder(sort)) params.delete('sort_order');
  return params;
}

/** Filters that narrow the list, that is all but the sort. */
export function narrowedBy(query: MediaQuery): Omit<MediaQuery, 'sort_by' | 'sort_order'> {
  const { sort_by: _by, sort_order: _order, ...rest } = query;
  return Object.fromEntries(
    Object.entries(rest).filter(([, value]) => value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0)),
  );
}

export function isNarrowed(query: MediaQuery): boolean {
  return Object.keys(narrowedBy(query)).length > 0;
}

const LISTS: readonly Name[] = ['kind', 'platform', 'tag', 'genre', 'resolution', 'codec', 'language', 'subtitles', 'folder'];

/** A filter as JSON says it, in the rule of a collection or with a change of many: lists are always lists. */
export function filterBody(query: MediaQuery): Record<string, unknown> {
  const entries = Object.entries(narrowedBy(query));
  return Object.fromEntries(
    entries.map(([name, value]) => [name, LISTS.includes(name as Name) ? listed(value as Several) : value]),
  );
}
