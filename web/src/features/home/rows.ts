/** A further row of Home: by kind, genre, channel or tag, and where all of it is. */
import type { HomeRow, MediaKind } from '@/api';
import { paths } from '@/lib/paths';

export interface RowPlan {
  id: string;
  /** A kind is called by its word, all else by its own name. */
  kind: MediaKind | undefined;
  name: string;
  seeAll: string;
}

const PLACES: Record<string, (name: string) => string> = {
  kind: (name) => paths.kind(name as MediaKind),
  genre: paths.genre,
  channel: paths.channel,
  tag: paths.tag,
};

export function planOf(filter: HomeRow['filter']): RowPlan {
  const [[by, name] = ['', '']] = Object.entries(filter);
  return {
    id: `${by}:${name}`,
    kind: by === 'kind' ? (name as MediaKind) : undefined,
    name,
    seeAll: PLACES[by]?.(name) ?? paths.library,
  };
}
