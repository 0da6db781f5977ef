/** All series, by title. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX, Tv } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { seriesPages } from '@/api';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, Chip, EmptyState, ErrorState, Page, PageTitle, SearchBox } from '@/ui';
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
  const q = params.get('q')?.trim() ?? '';
  const genre = params.get('genre')?.trim() ?? '';
  const found = useInfiniteQuery(seriesPages(q, genre));
  const ask = (wish: { q: string; genre: string }) =>
    setParams(Object.entries(wish).filter(([, value]) => value), { replace: true });
  const items = found.data?.pages.flatMap((page) => page.items);
  const total = found.data?.pages[0]?.total;
  return (
    <Page>
      <PageTitle title={t('title')} note={total === undefined ? '\u00a0' : t('count', { count: total })}>
        <SearchBox
          label={t('search')}
          value={q}
          onChange={(text) => ask({ q: text, genre })}
          className="w-60 max-w-full"
        />
      </PageTitle>
      {genre && (
        <div className="mt-4 flex">
          <Chip on clears onClick={() => ask({ q, genre: '' })}>
            {genre}
          </Chip>
        </div>
      )}
      {found.isError && !items && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {items?.length === 0 && <Nothing q={q || genre} />}
      {items?.length !== 0 && !(found.isError && !items) && <SeriesGrid items={items} className="mt-6" />}
      {found.hasNextPage && (
        <p className="mt-8 text-center">
          <Button busy={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
            {t('showMore')}
          </Button>
        </p>
      )}
    </Page>
  );
}
