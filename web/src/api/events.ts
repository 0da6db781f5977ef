/** The one event stream of the app: it feeds the query cache and knows whether the server is there. */
import type { QueryClient } from '@tanstack/react-query';

import { applyEvent, gather, type ServerEvent } from './eventCache';
import { useReach } from './reach';

const REFRESH_MS = 800;
const FIRST_WAIT_MS = 1_000;
const LONGEST_WAIT_MS = 20_000;

const TYPES: ServerEvent['type'][] = ['job', 'media', 'library', 'preferences'];

/** Opens the stream and keeps it open. Gives the function that ends it. */
export function connectEvents(cache: QueryClient): () => void {
  const refresh = gather(cache, REFRESH_MS);
  let source: EventSource | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let wait = FIRST_WAIT_MS;
  let lost = false;
  let ended = false;

  function hear(type: ServerEvent['type'], text: string): void {
    try {
      applyEvent(cache, { type, data: JSON.parse(text) } as ServerEvent, refresh);
    } catch {
      // A line we cannot read is a newer server's; the next full fetch sets it right.
    }
  }

  function opened(): void {
    wait = FIRST_WAIT_MS;
    useReach.getState().set(true);
    // What happened while we were away was not told: fetch everything that is on screen, but for what plays.
    if (lost) void cache.invalidateQueries({ predicate: (query) => query.queryKey[1] !== 'playback' });
    lost = false;
  }

  function failed(): void {
    lost = true;
    source?.close();
    useReach.getState().set(false);
    if (ended) return;
    clearTimeout(timer);
    timer = setTimeout(open, wait);
    wait = Math.min(wait * 2, LONGEST_WAIT_MS);
  }

  function open(): void {
    source?.close();
    source = new EventSource('/api/events');
    source.onopen = opened;
    source.onerror = failed;
    for (const type of TYPES) {
      source.addEventListener(type, (event) => hear(type, (event as MessageEvent<string>).data));
    }
  }

  function back(): void {
    clearTimeout(timer);
    wait = FIRST_WAIT_MS;
    open();
  }

  open();
  window.addEventListener('online', back);
  // A stream does not notice by itself that its line was cut. On the server's own machine it opens again.
  window.addEventListener('offline', back);
  return () => {
    ended = true;
    window.removeEventListener('online', back);
    window.removeEventListener('offline', back);
    clearTimeout(timer);
    source?.close();
  };
}
