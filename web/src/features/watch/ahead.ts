/** What can be done before a film is opened, so that it starts sooner. The server is not asked: nothing is encoded in vain. */
import type { QueryClient } from '@tanstack/react-query';
import { keys, type Playback } from '@/api';
import { browserCapabilities, preloadShaka } from '@/player/core';

/** Whether the title's page has learnt that the file plays as it is, which needs no library. */
export function playsAsItIs(cache: QueryClient, id: string): boolean {
  const answers = cache.getQueriesData<Playback>({ queryKey: keys.playback(id) });
  return answers.some(([, playback]) => playback?.decision === 'direct');
}

/** Somebody points at a film: the browser is asked what it plays, and the library is fetched. */
export function makeReady(cache: QueryClient, id: string): void {
  void browserCapabilities();
  if (!playsAsItIs(cache, id)) preloadShaka().catch(() => undefined);
}
