/** What can be selected on a page: its titles by their places, and the filter that all of them pass. */
import { createContext, use } from 'react';

import type { Media } from '@/api';

export interface Scope {
  /** How many match in all. */
  total: number;
  /** The filter that matches them; null where there is none, and only what is shown can be selected. */
  filter: Record<string, unknown> | null;
  /** The titles between two places, both with it; those that were not fetched yet are fetched. */
  between: (from: number, to: number) => Promise<string[]>;
  /** Those that are here already, in their order. */
  shown: () => string[];
}

export const ScopeContext = createContext<Scope | null>(null);

/** Null on pages whose titles are not selected. */
export const useScope = () => use(ScopeContext);

/** The scope of a list that is held whole, or as far as it was asked for. */
export function scopeOf(items: readonly Media[], total: number, filter: Scope['filter']): Scope {
  const ids = items.map((media) => media.id);
  return { total, filter, between: (from, to) => Promise.resolve(ids.slice(from, to + 1)), shown: () => ids };
}
