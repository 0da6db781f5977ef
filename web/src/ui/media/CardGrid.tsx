/** A short grid of cards, all of them drawn; for long ones the library has its virtual grid. */
import type { Media } from '@/api';

import { cx } from '../cx';
import { CardSkeleton, MediaCard } from './Card';
import { Pickable } from './selection/Tick';
import { isNew } from './words';

export const GRID = 'grid grid-cols-[repeat(auto-fill,minmax(min(100%,150px),1fr))] gap-x-3 gap-y-5 md:grid-cols-3 lg:grid-cols-[repeat(auto-fill,minmax(230px,1fr))] md:gap-x-4 md:gap-y-6';

export function CardGrid({ items, className }: { items: Media[] | undefined; className?: string }) {
  const allNew = items?.every((media) => isNew(media));
  return (
    <ul className={cx(GRID, className)} aria-busy={!items || undefined}>
      {items
        ? items.map((media, at) => (
            <li key={media.id}>
              <Pickable media={media} at={at}>
                <MediaCard media={media} allNew={allNew} sizes="(width >= 48rem) 260px, 45vw" />
              </Pickable>
            </li>
          ))
        : Array.from({ length: 15 }, (_, at) => (
            <li key={at}>
              <CardSkeleton />
            </li>
          ))}
    </ul>
  );
}
