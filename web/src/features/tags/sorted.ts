/** The tags that are shown, in their order. */
import type { TagCount } from '@/api';

export type TagOrder = 'name' | 'count';

/** Letters without their marks, so that `cafe` finds `Café`. */
const plain = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLocaleLowerCase();

export function sortedTags(tags: readonly TagCount[], order: TagOrder, filter: string, locale: string): TagCount[] {
  const wanted = plain(filter.trim());
  const names = new Intl.Collator(locale, { sensitivity: 'base', numeric: true });
  const byName = (a: TagCount, b: TagCount) => names.compare(a.name, b.name);
  return tags
    .filter((tag) => plain(tag.name).includes(wanted))
    .sort((a, b) => (order === 'count' ? b.count - a.count || byName(a, b) : byName(a, b)));
}
