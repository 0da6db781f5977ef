/** Which of a title's pictures stands on a wide card. */
import type { Media } from '@/api';

type Pictured = Pick<Media, 'kind' | 'poster_url' | 'backdrop_url'>;

/**
 * A wide backdrop before a poster, which is mostly upright. An episode is known by its own still: its
 * backdrop is that of the whole series.
 */
export function stillOf({ kind, poster_url, backdrop_url }: Pictured): { src: string | null; wide: string | null } {
  const src = kind === 'episode' ? (poster_url ?? backdrop_url) : (backdrop_url ?? poster_url);
  return { src, wide: src === backdrop_url ? poster_url : backdrop_url };
}
