/** Genres or channels as tiles: a picture of the newest of them, the name, how many there are. */
import { Clapperboard } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Shelf } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Picture, Skeleton } from '@/ui';

const TILES =
  'mt-6 grid grid-cols-2 gap-3 md:grid-cols-3 lg:grid-cols-[repeat(auto-fill,minmax(230px,1fr))] md:gap-4';

function Tile({ shelf, to }: { shelf: Shelf; to: string }) {
  const { t } = useTranslation('shelves');
  const locale = useLocale();
  return (
    <Link to={to} data-theme="dark" className="group relative isolate block aspect-video overflow-hidden rounded-card bg-lifted text-white outline-offset-4">
      <Picture
        src={shelf.poster_url}
        blurhash={shelf.blurhash}
        sizes="(width >= 48rem) 260px, 45vw"
        bare
        className="absolute! inset-0 -z-10"
        imgClassName="transition-transform duration-250 ease-out group-hover:scale-104"
      />
      <span aria-hidden className="absolute inset-0 -z-10 bg-linear-to-t from-black/90 via-black/45 to-black/20" />
      {!shelf.poster_url && <Clapperboard aria-hidden size={28} strokeWidth={1.3} className="absolute inset-x-0 top-[22%] mx-auto text-white/60" />}
      <span className="absolute inset-x-0 bottom-0 block p-3 md:p-3.5">
        <span dir="auto" className="line-clamp-2 text-body font-[650] tracking-[-0.01em] wrap-anywhere md:text-lead">{shelf.name}</span>
        <span className="block text-caption text-white/80">
          {t('titles', { count: shelf.count, shown: formatNumber(shelf.count, locale) })}
        </span>
      </span>
    </Link>
  );
}

export function Shelves({ items, to }: { items: Shelf[] | undefined; to: (name: string) => string }) {
  return (
    <ul className={TILES} aria-busy={!items || undefined}>
      {items
        ? items.map((shelf) => (
            <li key={shelf.name}>
              <Tile shelf={shelf} to={to(shelf.name)} />
            </li>
          ))
        : Array.from({ length: 12 }, (_, at) => (
            <li key={at}>
              <Skeleton className="aspect-video" />
            </li>
          ))}
    </ul>
  );
}
