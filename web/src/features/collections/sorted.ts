import type { Collection } from '@/api';

export type By = 'name' | 'changed';

/** By name as the language orders them, or those changed last first. */
export function sorted(items: readonly Collection[], by: By, locale: string): Collection[] {
  if (by === 'changed') return [...items].sort((a, b) => b.updated_at.localeCompare(a.updated_at));
  const order = new Intl.Collator(locale, { numeric: true });
  return [...items].sort((a, b) => order.compare(a.name, b.name));
}
