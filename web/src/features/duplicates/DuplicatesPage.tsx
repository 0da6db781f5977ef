/** Titles that show the same pictures as another, for the one who runs the server to settle. */
import { useInfiniteQuery, useMutation } from '@tanstack/react-query';
import { Copy, ScanSearch } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { duplicatePages, lookForDuplicates } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { AdminsOnly, Button, ButtonLink, EmptyState, ErrorState, Page, PageTitle, ShowMore, Skeleton, toast } from '@/ui';
import { useSayFailure } from '@/ui/media';

import { Group } from './Group';
import { useSettle } from './useSettle';

/** Files that came in before Matinee looked at pictures, or whose disk was away. */
function Unseen({ count }: { count: number }) {
  const { t } = useTranslation('duplicates');
  const locale = useLocale();
  const say = useSayFailure();
  const look = useMutation({
    mutationFn: lookForDuplicates,
    onSuccess: () => toast(t('unseen.begun')),
    onError: say,
  });
  return (
    <div className="mt-5 flex flex-wrap items-center justify-between gap-x-5 gap-y-3 rounded-panel border border-line bg-surface px-4 py-3.5">
      <p className="min-w-0 flex-1 basis-72 text-small text-pretty text-ink-2">
        {t('unseen.text', { count, shown: formatNumber(count, locale) })}
      </p>
      <Button size="sm" icon={ScanSearch} busy={look.isPending} onClick={() => look.mutate()}>
        {t('unseen.run')}
      </Button>
    </div>
  );
}

function Duplicates() {
  const { t } = useTranslation('duplicates');
  const found = useInfiniteQuery(duplicatePages);
  const settle = useSettle();
  const groups = found.data?.pages.flatMap((page) => page.items);
  const [first] = found.data?.pages ?? [];
  return (
    <Page>
      <PageTitle title={t('title')} note={first?.total ? t('count', { count: first.total }) : undefined} />
      {groups && groups.length > 0 && <p className="mt-2 max-w-[62ch] text-body text-pretty text-ink-2">{t('text')}</p>}
      {found.isError && !groups && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {found.isPending && <Skeleton className="mt-5 h-96 rounded-panel" />}
      {first && first.unseen > 0 && <Unseen count={first.unseen} />}
      {groups?.length === 0 && !found.hasNextPage && (
        <EmptyState icon={Copy} title={t(first?.unseen ? 'emptySoFar' : 'empty')} text={t('emptyText')}>
          <ButtonLink to={paths.library}>{t('toLibrary')}</ButtonLink>
        </EmptyState>
      )}
      <div className="mt-5 flex flex-col gap-5">
        {groups?.map((group) => (
          <Group key={group.items.map((media) => media.id).join()} group={group} onSettle={(answer) => settle.mutate(answer)} />
        ))}
      </div>
      <ShowMore pages={found} className="mt-6" />
    </Page>
  );
}

export function DuplicatesPage() {
  const { t } = useTranslation('duplicates');
  return (
    <AdminsOnly text={t('adminsText')}>
      <Duplicates />
    </AdminsOnly>
  );
}
