/** What was searched for on this device, the latest first. */
import { useState } from 'react';

const KEY = 'matinee.searches';
const MOST = 8;

export function readRecent(): string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((one): one is string => typeof one === 'string').slice(0, MOST) : [];
  } catch {
    return [];
  }
}

function keep(some: string[]): string[] {
  try {
    localStorage.setItem(KEY, JSON.stringify(some));
  } catch {
    // A browser that keeps nothing has no recent searches.
  }
  return some;
}

const same = (a: string, b: string) => a.toLocaleLowerCase() === b.toLocaleLowerCase();

/** A longer form of the latest one takes its place: somebody was still writing. */
export function withSearch(before: readonly string[], q: string): string[] {
  const [latest = ''] = before;
  const going = latest && q.toLocaleLowerCase().startsWith(latest.toLocaleLowerCase()) ? before.slice(1) : before;
  return [q, ...going.filter((one) => !same(one, q))].slice(0, MOST);
}

export const rememberSearch = (q: string) => void keep(withSearch(readRecent(), q));

export function useRecent() {
  const [items, setItems] = useState(readRecent);
  return {
    items,
    forget: (q: string) => setItems(keep(items.filter((one) => one !== q))),
    clear: () => setItems(keep([])),
  };
}
