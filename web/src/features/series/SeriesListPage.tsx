/** All series, by title. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX, Tv } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { seriesPages } from '@/api';
import { paths } from '@/lib/paths';
import { ButtonLink, Chip, EmptyState, ErrorState, Page, SearchTitle, ShowMore, useSearchWord } from '@/ui';
import { SeriesGrid } from '@/ui/media';

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
  const [params, setParams] = useSearchParams();
  const q = useSearchWord();
  const genre = params.get('genre')?.trim() ?? '';
  const found = useInfiniteQuery(seriesPages(q, genre));
  const anyGenre = () =>
    setParams((old) => {
      old.delete('genre');
      return old;
    }, { replace: true });
  const items = found.data?.pages.flatMap((page) => page.items);
  const total = found.data?.pages[0]?.total;
  return (
    <Page>
      <SearchTitle title={t('title')} note={total === undefined ? undefined : t('count', { count: total })} label={t('search')} none={total === 0 && !q && !genre} />
      {genre && (
        <div className="mt-4 flex">
          <Chip on clears onClick={anyGenre}>
            {genre}
          </Chip>
        </div>
      )}
      {found.isError && !items && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {items?.length === 0 && <Nothing q={q || genre} />}
      {items?.length !== 0 && !(found.isError && !items) && <SeriesGrid items={items} className="mt-6" />}
      <ShowMore pages={found} />
    </Page>
  );
}
