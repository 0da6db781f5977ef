/** The number of an episode within its season: 4, or 4–5 for a file that holds several. */
import type { Media } from '@/api';

export function numberOf({ episode_number: first, episode_number_end: last }: Pick<Media, 'episode_number' | 'episode_number_end'>): string | null {
  if (first === null) return null;
  return last !== null && last > first ? `${first}–${last}` : `${first}`;
}
