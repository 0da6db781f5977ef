/** Who published what was saved from elsewhere, those of most titles first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Radio, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { channelPages } from '@/api';
import { paths } from '@/lib/paths';
import { ButtonLink, EmptyState, ErrorState, Page, SearchTitle, ShowMore, useSearchWord } from '@/ui';

import { Shelves } from './Shelves';

function Nothing({ q }: { q: string }) {
  const { t } = useTranslation('shelves');
  if (q) return <EmptyState icon={SearchX} title={t('channels.noMatch', { text: q })} text={t('channels.noMatchText')} />;
  return (
    <EmptyState icon={Radio} title={t('channels.empty')} text={t('channels.emptyText')}>
      <ButtonLink to={paths.add}>{t('channels.add')}</ButtonLink>
    </EmptyState>
  );
}

export function ChannelsPage() {
  const { t } = useTranslation('shelves');
  const q = useSearchWord();
  const found = useInfiniteQuery(channelPages(q));
  const items = found.data?.pages.flatMap((page) => page.items);
  const total = found.data?.pages[0]?.total;
  const failed = found.isError && !items;
  return (
    <Page>
      <SearchTitle
        title={t('channels.title')}
        note={total === undefined ? undefined : t('channels.count', { count: total })}
        label={t('channels.search')}
        none={total === 0 && !q}
      />
      {failed && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {items?.length === 0 && <Nothing q={q} />}
      {!failed && items?.length !== 0 && <Shelves items={items} to={paths.channel} />}
      <ShowMore pages={found} />
    </Page>
  );
}
