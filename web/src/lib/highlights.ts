/** A few pictures that tell what a film is like, without its end. No I/O. */
import type { Tile } from './sprites';

/** The beginning is often black, and the end is nobody's business. */
const FROM = 0.06;
const TO = 0.82;

/** At most `most` tiles, evenly spread. */
export function highlights(tiles: readonly Tile[], most: number): Tile[] {
  const first = Math.floor(tiles.length * FROM);
  const told = tiles.slice(first, Math.max(first + 1, Math.ceil(tiles.length * TO)));
  if (told.length <= most) return told;
  return Array.from({ length: most }, (_, i) => told[Math.floor((i * told.length) / most)]).filter((tile) => tile !== undefined);
}
