/** Somebody, with all they took part in. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { UserRoundX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useParams } from 'react-router';

import { ApiError, personPages } from '@/api';
import { paths } from '@/lib/paths';
import { Avatar, ButtonLink, EmptyState, ErrorState, Page, SectionTitle, ShowMore, Skeleton, useTabTitle } from '@/ui';
import { CardGrid, SeriesGrid } from '@/ui/media';

function Gone() {
  const { t } = useTranslation('people');
  return (
    <EmptyState icon={UserRoundX} title={t('gone')} text={t('goneText')} alone>
      <ButtonLink to={paths.allPeople}>{t('toAll')}</ButtonLink>
    </EmptyState>
  );
}

export function PersonPage() {
  const { t } = useTranslation('people');
  const { id = '' } = useParams();
  const found = useInfiniteQuery(personPages(id));
  const head = found.data?.pages[0];
  const items = found.data?.pages.flatMap((page) => page.items);
  const series = head?.series;
  useTabTitle(head?.name);
  if (found.isError && !head) {
    const unknown = found.error instanceof ApiError && (found.error.status === 404 || found.error.status === 422);
    return (
      <Page>
        {unknown ? <Gone /> : <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} alone />}
      </Page>
    );
  }
  return (
    <Page>
      <header className="flex items-center gap-5 md:gap-7">
        {head ? <Avatar name={head.name} size={104} person /> : <Skeleton className="size-26 rounded-full!" />}
        <div className="min-w-0">
          {head ? (
            <h1 className="text-[1.75rem] leading-tight font-[720] tracking-[-0.03em] wrap-anywhere md:text-page">{head.name}</h1>
          ) : (
            <Skeleton className="h-9 w-64 max-w-full" />
          )}
          <p className="mt-1 text-body text-ink-3">{head ? t('titles', { count: head.count }) : '\u00a0'}</p>
        </div>
      </header>
      {series && series.length > 0 && (
        <section className="mt-8">
          <SectionTitle>{t('series')}</SectionTitle>
          <SeriesGrid items={series} className="mt-3" />
        </section>
      )}
      {items?.length !== 0 && (
        <section className="mt-8">
          {series && series.length > 0 && <SectionTitle>{t('others')}</SectionTitle>}
          <CardGrid items={items} className={series && series.length > 0 ? 'mt-3' : undefined} />
        </section>
      )}
      {head?.count === 0 && <p className="mt-8 text-body text-ink-3">{t('noTitles')}</p>}
      <ShowMore pages={found} />
    </Page>
  );
}
