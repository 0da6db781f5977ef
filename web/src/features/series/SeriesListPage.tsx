/** All series, by title. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX, Tv } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { seriesPages, type Series } from '@/api';
import { paths } from '@/lib/paths';
import { Badge, ButtonLink, EmptyState, ErrorState, Page, Picture, ProgressBar, SearchTitle, ShowMore, useSearchWord } from '@/ui';
import { CardSkeleton, GRID, stillOf } from '@/ui/media';

function SeriesCard({ series }: { series: Series }) {
  const { t } = useTranslation('series');
  const left = series.episodes - series.watched;
  const done = series.watched > 0 && left <= 0;
  const count = t('episodes', { count: series.episodes });
  return (
    <Link to={paths.series(series.id)} className="group block rounded-card outline-offset-4" data-card>
      <div className="relative">
        <Picture
          {...stillOf({ ...series, kind: 'series' })}
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
      <p className="mt-2 truncate px-0.5 text-small font-semibold">{series.title}</p>
      <p className="truncate px-0.5 text-caption text-ink-3">
        {[series.year, series.watched > 0 && !done ? t('left', { count: left }) : count].filter(Boolean).join(' · ')}
      </p>
    </Link>
  );
}

function Nothing({ q }: { q: string }) {
  const { t } = useTranslation('series');
  if (q) return <EmptyState icon={SearchX} title={t('noMatch', { text: q })} text={t('noMatchText')} />;
  return (
    <EmptyState icon={Tv} title={t('empty')} text={t('emptyText')}>
      <ButtonLink to={paths.settingsPart('folders')} look="primary">
        {t('addFolder')}
      </ButtonLink>
    </EmptyState>
  );
}

export function SeriesListPage() {
  const { t } = useTranslation('series');
  const q = useSearchWord();
  const found = useInfiniteQuery(seriesPages(q));
  const items = found.data?.pages.flatMap((page) => page.items);
  const total = found.data?.pages[0]?.total;
  return (
    <Page>
      <SearchTitle title={t('title')} note={total === undefined ? undefined : t('count', { count: total })} label={t('search')} />
      {found.isError && !items && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {items?.length === 0 && <Nothing q={q} />}
      {(found.isPending || (items && items.length > 0)) && (
        <ul className={`mt-6 ${GRID}`} aria-busy={!items || undefined}>
          {items?.map((series) => (
            <li key={series.id}>
              <SeriesCard series={series} />
            </li>
          )) ??
            Array.from({ length: 10 }, (_, at) => (
              <li key={at}>
                <CardSkeleton />
              </li>
            ))}
        </ul>
      )}
      <ShowMore pages={found} />
    </Page>
  );
}
