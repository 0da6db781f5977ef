/** Which season of a series is shown, and how it stands in the address. */
import type { Series, SeasonCount } from '@/api';

/** In the address: a number, or `none` for episodes without a season. */
export type SeasonKey = string;

export const keyOf = (season: number | null): SeasonKey => (season === null ? 'none' : String(season));

/**
 * The season that the address asks for; without one, that of the episode to watch next; then the
 * first in order. Null: the series has no seasons at all.
 */
export function seasonShown(wish: string | null, seasons: readonly SeasonCount[], next: Series['next']): SeasonCount | null {
  const asked = seasons.find((one) => keyOf(one.number) === wish);
  const begun = next && seasons.find((one) => one.number === next.season_number);
  return asked ?? begun ?? seasons[0] ?? null;
}

/** Seasons that people would count: specials and what has no season are none. */
export function countSeasons(seasons: readonly SeasonCount[]): number {
  return seasons.filter((one) => one.number !== null && one.number > 0).length;
}
