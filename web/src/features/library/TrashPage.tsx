/** What was deleted and can still come back. */
import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { ArchiveRestore, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { mediaPages, serverSettings, type Media } from '@/api';
import { formatAgo, formatBytes, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, EmptyState, ErrorState, Page, PageTitle, Picture } from '@/ui';
import { useRestore } from '@/ui/media';

import { ListRowSkeleton } from './ListRow';

function Trashed({ media }: { media: Media }) {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const restore = useRestore();
  const facts = [
    formatBytes(media.size_bytes, locale),
    media.trashed_at && t('trash.since', { when: formatAgo(media.trashed_at, locale) }),
    media.purge_at && t('trash.until', { when: formatAgo(media.purge_at, locale) }),
  ];
  return (
    <li className="flex items-center gap-4 border-b border-line py-3">
      <Picture
        src={media.poster_url}
        blurhash={media.blurhash}
        widths={[160, 320]}
        sizes="124px"
        className="aspect-video w-23 shrink-0 rounded-[8px] opacity-70 sm:w-31"
      />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="truncate text-body font-semibold">{media.title}</p>
        <p className="text-caption text-ink-3">{facts.filter(Boolean).join('\u00a0· ')}</p>
      </div>
      <Button
        size="sm"
        icon={ArchiveRestore}
        busy={restore.isPending}
        onClick={() => restore.mutate(media)}
        aria-label={t('trash.restoreOne', { title: media.title })}
      >
        <span className="max-sm:hidden">{t('trash.restore')}</span>
      </Button>
    </li>
  );
}

export function TrashPage() {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const trash = useInfiniteQuery(mediaPages({ status: 'trashed' }));
  const days = useQuery(serverSettings).data?.trash_days;
  const items = trash.data?.pages.flatMap((page) => page.items);
  const total = trash.data?.pages[0]?.total;
  return (
    <Page narrow>
      <PageTitle title={t('trash.title')} note={total ? t('count', { count: total, shown: formatNumber(total, locale) }) : undefined} />
      <p className="mt-2 max-w-[60ch] text-body text-pretty text-ink-2">
        {t('trash.text')} {days !== undefined && t('trash.days', { count: days })}
      </p>
      {trash.isError && !items && <ErrorState error={trash.error} onRetry={() => void trash.refetch()} busy={trash.isFetching} />}
      {trash.isPending && (
        <div className="mt-6" aria-busy>
          {Array.from({ length: 5 }, (_, at) => (
            <div key={at} className="h-20">
              <ListRowSkeleton />
            </div>
          ))}
        </div>
      )}
      {items?.length === 0 && (
        <EmptyState icon={Trash2} title={t('trash.empty')} text={t('trash.emptyText')}>
          <ButtonLink to={paths.library}>{t('trash.toLibrary')}</ButtonLink>
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <ul className="mt-5 border-t border-line">
          {items.map((media) => (
            <Trashed key={media.id} media={media} />
          ))}
        </ul>
      )}
      {trash.hasNextPage && (
        <p className="mt-6 text-center">
          <Button busy={trash.isFetchingNextPage} onClick={() => void trash.fetchNextPage()}>
            {t('trash.more')}
          </Button>
        </p>
      )}
    </Page>
  );
}
