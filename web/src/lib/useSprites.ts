/** The tiles for scrubbing, fetched once a playback names them; none where they are not made yet. */
import { useEffect, useState } from 'react';
import { parseSprites, type Tile } from './sprites';

const NONE: readonly Tile[] = [];

export function useSprites(url: string | null): readonly Tile[] {
  const [sheet, setSheet] = useState<{ url: string; tiles: readonly Tile[] } | null>(null);
  useEffect(() => {
    if (!url) return;
    const stop = new AbortController();
    const address = new URL(url, document.baseURI).href;
    fetch(address, { signal: stop.signal, credentials: 'same-origin' })
      .then((answer) => (answer.ok ? answer.text() : ''))
      .then((text) => setSheet({ url, tiles: parseSprites(text, address) }))
      .catch(() => undefined);
    return () => stop.abort();
  }, [url]);
  return sheet && sheet.url === url ? sheet.tiles : NONE;
}
