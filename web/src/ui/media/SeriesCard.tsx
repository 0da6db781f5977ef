/** A series as a still with two lines beneath, and many of them in a grid. */
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Series } from '@/api';
import { paths } from '@/lib/paths';

import { Badge } from '../Badge';
import { cx } from '../cx';
import { Picture } from '../Picture';
import { ProgressBar } from '../ProgressBar';
import { CardSkeleton } from './Card';
import { GRID } from './CardGrid';
import { stillOf } from './still';

function SeriesCard({ series }: { series: Series }) {
  const { t } = useTranslation('series');
  const left = series.episodes - series.watched;
  const done = series.watched > 0 && left <= 0;
  const count = t('episodes', { count: series.episodes });
  return (
    <Link to={paths.series(series.id)} className="group block rounded-card outline-offset-4" data-card>
      <div className="relative">
        <Picture
          {...stillOf({ kind: 'series', poster_url: series.poster_url, backdrop_url: series.thumb_url ?? series.backdrop_url })}
          blurhash={series.blurhash}
          sizes="(width >= 48rem) 260px, 45vw"
          className="aspect-video rounded-card"
        />
        {done && (
          <span className="absolute top-2 right-2">
            <Badge look="picture">{t('seen')}</Badge>
          </span>
        )}
        {series.watched > 0 && !done && (
          <ProgressBar
            percent={(series.watched / Math.max(1, series.episodes)) * 100}
            label={t('seenOf', { count: series.watched })}
            onPicture
            className="absolute inset-x-2 bottom-2"
          />
        )}
      </div>
      <p dir="auto" className="mt-2 truncate px-0.5 text-small font-semibold">{series.title}</p>
      <p className="truncate px-0.5 text-caption text-ink-3">
        {[series.year, series.watched > 0 && !done ? t('left', { count: left }) : count].filter(Boolean).join(' · ')}
      </p>
    </Link>
  );
}

export function SeriesGrid({ items, className }: { items: Series[] | undefined; className?: string }) {
  return (
    <ul className={cx(GRID, className)} aria-busy={!items || undefined}>
      {items
        ? items.map((series) => (
            <li key={series.id}>
              <SeriesCard series={series} />
            </li>
          ))
        : Array.from({ length: 10 }, (_, at) => (
            <li key={at}>
              <CardSkeleton />
            </li>
          ))}
    </ul>
  );
}
