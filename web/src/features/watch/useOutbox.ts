/**
 * Sends what was left unsent, at the beginning and whenever the line is back, and has shown anew what a page may have
 * asked before it arrived. Answers whose it is.
 */
import { useQuery, useQueryClient, type QueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { keys, me } from '@/api';
import { outboxOf } from './progress';

/** Has asked again what shows where somebody is in these titles. */
export function showAnew(cache: QueryClient, titles: readonly string[]): void {
  if (titles.length === 0) return;
  for (const id of titles) void cache.invalidateQueries({ queryKey: keys.mediaItem(id) });
  for (const queryKey of [keys.home, keys.series, keys.allEpisodes]) void cache.invalidateQueries({ queryKey });
}

export function useOutbox(): string {
  const owner = useQuery(me).data?.id ?? '';
  const cache = useQueryClient();
  useEffect(() => {
    if (!owner) return;
    const flush = () => void outboxOf(owner).flush().then((arrived) => showAnew(cache, arrived));
    flush();
    addEventListener('online', flush);
    return () => removeEventListener('online', flush);
  }, [cache, owner]);
  return owner;
}
