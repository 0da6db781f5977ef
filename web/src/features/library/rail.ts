/** Which letter of the rail is meant. */
import type { Letter } from '@/api';

/** A list of no more titles is seen at a glance. */
export const RAIL_FROM = 40;

/** The letter in which a place of the list lies, by its number in the rail. */
export function letterAt(letters: readonly Letter[], place: number): number {
  let at = 0;
  while (at + 1 < letters.length && (letters[at + 1]?.offset ?? Infinity) <= place) at += 1;
  return at;
}

/** The letter under a point of the rail; both in px from its top. */
export function letterUnder(y: number, height: number, count: number): number {
  return Math.max(0, Math.min(count - 1, Math.floor((y / Math.max(1, height)) * count)));
}

/** Where a key leads from a letter; undefined for a key that leads nowhere. */
export function letterByKey(key: string, at: number, letters: readonly Letter[]): number | undefined {
  const last = letters.length - 1;
  const steps: Record<string, number> = {
    ArrowUp: at - 1, ArrowLeft: at - 1, ArrowDown: at + 1, ArrowRight: at + 1,
    PageUp: at - 5, PageDown: at + 5, Home: 0, End: last,
  };
  const step = steps[key];
  if (step !== undefined) return Math.max(0, Math.min(last, step));
  const typed = key.length === 1 ? letters.findIndex(({ letter }) => letter === key.toUpperCase()) : -1;
  return typed < 0 ? undefined : typed;
}
