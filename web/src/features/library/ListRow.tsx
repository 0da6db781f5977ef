import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Media, SortBy } from '@/api';
import { formatAgo, formatBytes, formatDuration } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { platformName } from '@/lib/names';
import { paths } from '@/lib/paths';
import { Badge, cx, Picture, ProgressBar, Skeleton } from '@/ui';
import { isBegun, noteFacts, qualityBadges } from '@/ui/media';

export interface Column {
  name: 'title' | 'kind' | 'year' | 'length' | 'quality' | 'size' | 'source' | 'added';
  sort?: SortBy;
  className: string;
}

export const COLUMNS: Column[] = [
  { name: 'title', sort: 'title', className: 'min-w-0 flex-1' },
  { name: 'kind', className: 'w-24 shrink-0 max-lg:hidden' },
  { name: 'year', sort: 'year', className: 'w-14 shrink-0 max-lg:hidden' },
  { name: 'length', sort: 'duration_s', className: 'w-24 shrink-0 max-md:hidden' },
  { name: 'quality', className: 'w-28 shrink-0 max-lg:hidden' },
  { name: 'source', className: 'w-32 shrink-0 max-xl:hidden' },
  { name: 'size', sort: 'size_bytes', className: 'w-20 shrink-0 max-md:hidden' },
  { name: 'added', sort: 'added_at', className: 'w-28 shrink-0 max-md:hidden' },
];

function Title({ media }: { media: Media }) {
  const { t } = useTranslation('media');
  // The year and the length have columns of their own where there is room for them.
  const beneath = media.status === 'unavailable' ? t('unavailable') : media.series ? noteFacts(media, t) : media.uploader;
  return (
    <span className="flex items-center gap-4">
      <span className="relative w-23 shrink-0">
        <Picture
          src={media.poster_url}
          blurhash={media.blurhash}
          widths={[160, 320]}
          sizes="92px"
          className={cx('aspect-video rounded-[7px]', media.status === 'unavailable' && 'opacity-50 grayscale')}
        />
        {isBegun(media) && media.progress && (
          <ProgressBar percent={media.progress.percent} label={t('progress')} onPicture className="absolute inset-x-1 bottom-1 h-0.75" />
        )}
      </span>
      <span className="min-w-0">
        <Link to={paths.title(media.id)} className="block truncate text-small font-semibold text-ink after:absolute after:inset-0 after:rounded-[9px] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent">
          {media.title}
        </Link>
        <span className="block truncate text-caption text-ink-3">
          <span className="md:hidden">{noteFacts(media, t)}</span>
          <span className="max-md:hidden">{beneath}</span>
        </span>
      </span>
    </span>
  );
}

export const ListRow = memo(function ListRow({ media }: { media: Media }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const cells: Record<Column['name'], React.ReactNode> = {
    title: <Title media={media} />,
    kind: t(`kind.${media.kind}`),
    year: media.year ?? '',
    length: media.duration_s === null ? '' : formatDuration(media.duration_s),
    quality: (
      <span className="flex gap-1.5">
        {qualityBadges(media).map((name) => (
          <Badge key={name}>{name}</Badge>
        ))}
      </span>
    ),
    source: media.source_platform ? platformName(media.source_platform) : '',
    size: formatBytes(media.size_bytes, locale),
    added: formatAgo(media.added_at, locale),
  };
  return (
    <div className="relative -mx-2 flex h-full items-center gap-4 rounded-[9px] px-2 text-small text-ink-2 tabular transition-colors duration-100 hover:bg-fill">
      {COLUMNS.map(({ name, className }) => (
        <span key={name} role="cell" className={cx('truncate', className)}>
          {cells[name]}
        </span>
      ))}
    </div>
  );
});

export function ListRowSkeleton() {
  return (
    <div className="flex h-full items-center gap-4">
      <Skeleton className="aspect-video w-23 shrink-0 rounded-[7px]" />
      <div className="flex-1">
        <Skeleton className="h-3.5 w-56 max-w-full rounded-badge" />
        <Skeleton className="mt-2 h-3 w-32 rounded-badge" />
      </div>
      <Skeleton className="h-3 w-20 rounded-badge max-md:hidden" />
      <Skeleton className="h-3 w-16 rounded-badge max-md:hidden" />
    </div>
  );
}
