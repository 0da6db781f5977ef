/**
 * Where a segment is asked for: by the way its playlist says, which may be a CDN, and from the
 * server itself when that fails. A CDN that failed is passed by for a minute by every stream of the page.
 */
import { systemClock } from '../clock';

const AWAY_MS = 60_000;
const BY_CDN = /\/api\/cdn\/[^/]+\/([^/?]+\/(?:init\.mp4|\d+\.m4s))$/;
const OWN = /^.*\/api\/play\/[^/]+\/[^/]+\//;
const SEGMENT = /\/(?:init\.mp4|\d+\.m4s)$/;

/** What is prepared is there at once: who keeps silent for so long is passed by. */
export const QUICK = { connectionTimeout: 5_000, stallTimeout: 5_000 };

/** Whether an address leads to a CDN. */
export const isByCdn = (uri: string) => BY_CDN.test(uri);

/**
 * The addresses of one segment, in the order they are tried. `manifest` is the address of the list
 * that named it. `?here` keeps the server from sending us on to the bucket.
 */
export function roadsTo(uris: readonly string[], manifest: string, cdnIsAway: boolean): string[] {
  const [first = ''] = uris;
  const prefix = OWN.exec(manifest)?.[0];
  if (!prefix) return [...uris];
  const byCdn = BY_CDN.exec(first);
  if (byCdn) {
    const own = `${prefix}${byCdn[1]}`;
    return cdnIsAway ? [own, `${own}?here`] : [first, own];
  }
  const isOwn = uris.length === 1 && first.startsWith(prefix) && SEGMENT.test(first);
  return isOwn ? [first, `${first}?here`] : [...uris];
}

let away_until_ms = 0;

/** The CDN gave no answer, or a wrong one. */
export function cdnFailed(now_ms = systemClock.now()): void {
  away_until_ms = now_ms + AWAY_MS;
}

export const cdnIsAway = (now_ms = systemClock.now()) => now_ms < away_until_ms;
