/** A collection as a picture with two lines beneath. */
import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Collection } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';

import { Skeleton } from '../Skeleton';
import { Mosaic } from './Mosaic';

export function CollectionTile({ collection }: { collection: Collection }) {
  const { t } = useTranslation('collections');
  const locale = useLocale();
  const { count } = collection;
  return (
    <Link to={paths.collection(collection.id)} className="group block rounded-card outline-offset-4" data-card>
      <Mosaic
        covers={collection.covers}
        sizes="(width >= 48rem) 260px, 45vw"
        className="transition-[filter] duration-150 group-hover:brightness-110"
      />
      <p dir="auto" className="mt-2 truncate px-0.5 text-small font-semibold">{collection.name}</p>
      <p className="flex items-center gap-1.5 truncate px-0.5 text-caption text-ink-3">
        {t('titles', { count, shown: formatNumber(count, locale) })}
        {collection.rule && (
          <span className="inline-flex min-w-0 items-center gap-1 truncate">
            <span aria-hidden>·</span>
            <Sparkles size={13} aria-hidden className="shrink-0" />
            {t('smart')}
          </span>
        )}
      </p>
    </Link>
  );
}

export function CollectionTileSkeleton() {
  return (
    <div>
      <Skeleton className="aspect-video" />
      <Skeleton className="mt-2.5 h-3.5 w-3/5 rounded-badge" />
      <Skeleton className="mt-2 h-3 w-2/5 rounded-badge" />
    </div>
  );
}
