/** What one keeps for later. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { myListPages } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { ButtonLink, EmptyState, ErrorState, Page, PageTitle, ShowMore } from '@/ui';
import { CardGrid } from '@/ui/media';
import { scopeOf, SelectButton, Selecting } from '@/ui/media/selection';

export function MyListPage() {
  const { t } = useTranslation('organise');
  const locale = useLocale();
  const list = useInfiniteQuery(myListPages);
  const items = list.data?.pages.flatMap((page) => page.items);
  const total = list.data?.pages[0]?.total;
  return (
    <Page>
      <PageTitle title={t('list.title')} note={total ? t('list.count', { count: total, shown: formatNumber(total, locale) }) : undefined}>
        {total ? <SelectButton /> : null}
      </PageTitle>
      {list.isError && !items && <ErrorState error={list.error} onRetry={() => void list.refetch()} busy={list.isFetching} />}
      {list.isPending && <CardGrid items={undefined} className="mt-6" />}
      {items?.length === 0 && (
        <EmptyState icon={Plus} title={t('list.empty')} text={t('list.emptyText')}>
          <ButtonLink to={paths.library}>{t('list.toLibrary')}</ButtonLink>
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <Selecting scope={scopeOf(items, total ?? 0, { my_list: true })}>
          <CardGrid items={items} className="mt-6" />
        </Selecting>
      )}
      <ShowMore pages={list} />
    </Page>
  );
}
