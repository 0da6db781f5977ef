/** The genres of the library, the largest first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Clapperboard } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { genrePages } from '@/api';
import { paths } from '@/lib/paths';
import { EmptyState, ErrorState, Page, PageTitle, ShowMore } from '@/ui';

import { Shelves } from './Shelves';

export function GenresPage() {
  const { t } = useTranslation('shelves');
  const found = useInfiniteQuery(genrePages);
  const items = found.data?.pages.flatMap((page) => page.items);
  const total = found.data?.pages[0]?.total;
  const failed = found.isError && !items;
  return (
    <Page>
      <PageTitle title={t('genres.title')} note={total === undefined ? '\u00a0' : total > 0 && t('genres.count', { count: total })} />
      {failed && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {items?.length === 0 && <EmptyState icon={Clapperboard} title={t('genres.empty')} text={t('genres.emptyText')} />}
      {!failed && items?.length !== 0 && <Shelves items={items} to={paths.genre} />}
      <ShowMore pages={found} />
    </Page>
  );
}
