/** Which further rows Home has, where there is enough to fill one: by kind, genre, channel and tag. */
import type { MediaKind, MediaQuery, Shelf, TagCount } from '@/api';
import { paths } from '@/lib/paths';

export interface RowPlan {
  id: string;
  /** A kind is called by its word, all else by its own name. */
  kind?: MediaKind;
  name?: string;
  seeAll: string;
  query: MediaQuery;
}

const ENOUGH = 5;
const MOST = { genre: 4, channel: 3, tag: 3 };
const KINDS: MediaKind[] = ['movie', 'series', 'episode', 'video', 'clip', 'recording', 'music', 'audio'];
const NEWEST = { sort_by: 'added_at', sort_order: 'desc' } as const;

interface Counted {
  name: string;
  count: number;
}

export interface Sorted {
  byKind: Record<string, number>;
  genres?: Shelf[] | undefined;
  channels?: Shelf[] | undefined;
  tags?: TagCount[] | undefined;
}

function largest(all: readonly Counted[] | undefined, most: number): string[] {
  const enough = (all ?? []).filter(({ count }) => count >= ENOUGH);
  return enough.sort((a, b) => b.count - a.count).slice(0, most).map(({ name }) => name);
}

export function rowsFor({ byKind, genres, channels, tags }: Sorted): RowPlan[] {
  const kinds = KINDS.filter((kind) => (byKind[kind] ?? 0) >= ENOUGH);
  // One kind alone would only repeat what was added lately.
  const byKinds = kinds.length < 2 ? [] : kinds;
  const genre = largest(genres, MOST.genre);
  const channel = largest(channels, MOST.channel);
  // A tag that says what a genre says already would be the same row again.
  const said = new Set(genre.map((name) => name.toLowerCase()));
  const tag = largest(tags?.filter(({ name }) => !said.has(name.toLowerCase())), MOST.tag);
  return [
    ...byKinds.map((kind) => ({ id: `kind:${kind}`, kind, seeAll: paths.kind(kind), query: { kind, ...NEWEST } })),
    ...genre.map((name) => ({ id: `genre:${name}`, name, seeAll: paths.genre(name), query: { genre: name, ...NEWEST } })),
    ...channel.map((name) => ({ id: `channel:${name}`, name, seeAll: paths.channel(name), query: { channel: name, ...NEWEST } })),
    ...tag.map((name) => ({ id: `tag:${name}`, name, seeAll: paths.tag(name), query: { tag: name, ...NEWEST } })),
  ];
}
