/** Which further rows Home has: one a kind and one a tag, where there is enough to fill one. */
import type { MediaKind, MediaQuery, TagCount } from '@/api';

export interface RowPlan {
  id: string;
  kind?: MediaKind;
  tag?: string;
  query: MediaQuery;
}

const ENOUGH = 5;
const MOST_TAGS = 4;
const KINDS: MediaKind[] = ['movie', 'series', 'episode', 'video', 'clip', 'recording', 'music', 'audio'];

export function rowsFor(byKind: Record<string, number>, tags: TagCount[]): RowPlan[] {
  const kinds = KINDS.filter((kind) => (byKind[kind] ?? 0) >= ENOUGH);
  // One kind alone would only repeat what was added lately.
  const rows: RowPlan[] =
    kinds.length < 2
      ? []
      : kinds.map((kind) => ({ id: `kind:${kind}`, kind, query: { kind, sort_by: 'added_at', sort_order: 'desc' } }));
  const large = tags.filter((tag) => tag.count >= ENOUGH).sort((a, b) => b.count - a.count);
  for (const { name } of large.slice(0, MOST_TAGS)) {
    rows.push({ id: `tag:${name}`, tag: name, query: { tag: name, sort_by: 'added_at', sort_order: 'desc' } });
  }
  return rows;
}
