/** One collection: its head, and its titles in their order. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Layers, SearchX } from 'lucide-react';
import { useCallback } from 'react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { ApiError, collectionPages } from '@/api';
import { paths } from '@/lib/paths';
import { ButtonLink, EmptyState, ErrorLine, ErrorState, Page, useTabTitle } from '@/ui';
import { CardGrid } from '@/ui/media';

import { Head, HeadSkeleton } from './Head';
import { titlesOf } from './pages';
import { TitleGrid } from './TitleGrid';

function Gone() {
  const { t } = useTranslation('collections');
  return (
    <EmptyState icon={Layers} title={t('gone')} text={t('goneText')} alone>
      <ButtonLink to={paths.collections}>{t('toAll')}</ButtonLink>
    </EmptyState>
  );
}

function Nothing({ smart }: { smart: boolean }) {
  const { t } = useTranslation('collections');
  if (smart) return <EmptyState icon={SearchX} title={t('nothingFits')} text={t('nothingFitsText')} className="py-14!" />;
  return (
    <EmptyState icon={Layers} title={t('nothing')} text={t('nothingText')} className="py-14!">
      <ButtonLink to={paths.library}>{t('toLibrary')}</ButtonLink>
    </EmptyState>
  );
}

function One({ id }: { id: string }) {
  const found = useInfiniteQuery(collectionPages(id));
  const { hasNextPage, isFetching, isFetchNextPageError, fetchNextPage } = found;
  const head = found.data?.pages[0];
  const titles = titlesOf(found.data);
  useTabTitle(head?.name);
  // A page that did not come is asked for again by hand only.
  const onWanted = useCallback(() => {
    if (hasNextPage && !isFetching && !isFetchNextPageError) void fetchNextPage();
  }, [hasNextPage, isFetching, isFetchNextPageError, fetchNextPage]);
  if (found.isError && !head) {
    const unknown = found.error instanceof ApiError && found.error.status === 404;
    if (unknown) return <Gone />;
    return <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} alone />;
  }
  if (!head) {
    return (
      <>
        <HeadSkeleton />
        <CardGrid items={undefined} className="mt-8" />
      </>
    );
  }
  return (
    <>
      <Head collection={head} titles={titles} />
      <div className="mt-8">
        {isFetchNextPageError && <ErrorLine error={found.error} onRetry={() => void fetchNextPage()} />}
        {head.total === 0 ? (
          <Nothing smart={head.rule !== null} />
        ) : (
          <TitleGrid collection={head} titles={titles} editable={head.editable && !head.rule} onWanted={onWanted} />
        )}
      </div>
    </>
  );
}

export function CollectionPage() {
  const { id = '' } = useParams();
  return (
    <Page>
      <One key={id} id={id} />
    </Page>
  );
}
