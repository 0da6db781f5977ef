import { Check, Star } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Media } from '@/api';
import { formatAgo, formatBytes, formatDate, formatDuration, formatNumber, formatPercent } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { platformName } from '@/lib/names';
import { paths } from '@/lib/paths';
import { Badge, cx, Picture, ProgressBar, Skeleton } from '@/ui';
import { isBegun, noteFacts, qualityBadges } from '@/ui/media';
import { Tick, usePick } from '@/ui/media/selection';

import { COLUMNS, type ColumnName } from './columns';

interface Props {
  media: Media;
  /** Its place in the list. */
  at: number;
  /** The names of the columns, with spaces between them. */
  columns: string;
  compact: boolean;
}

const THUMB = { comfortable: 'w-23', compact: 'w-15' };

function Title({ media, at, bare, compact }: { media: Media; at: number; bare: boolean; compact: boolean }) {
  const { t } = useTranslation('media');
  // The year and the length have columns of their own where there is room for them.
  const away = media.status === 'unavailable' && t('unavailable');
  const beneath = away || (bare || media.series ? noteFacts(media, t) : media.uploader);
  return (
    <span className="flex items-center gap-4">
      <span className={cx('relative shrink-0', compact ? THUMB.compact : THUMB.comfortable)}>
        <Picture
          src={media.poster_url}
          blurhash={media.blurhash}
          widths={[160, 320]}
          sizes="92px"
          className={cx('aspect-video rounded-[7px]', away && 'opacity-50 grayscale')}
        />
        {isBegun(media) && media.progress && (
          <ProgressBar percent={media.progress.percent} label={t('progress')} onPicture className="absolute inset-x-1 bottom-1 h-0.75" />
        )}
        <Tick media={media} at={at} className="top-0 left-0" />
      </span>
      <span className={cx('min-w-0', compact && 'flex items-baseline gap-3')}>
        <Link to={paths.title(media.id)} dir="auto" className="block truncate text-small font-semibold text-ink after:absolute after:inset-0 after:rounded-[9px] focus-visible:outline-none focus-visible:after:outline-2 focus-visible:after:outline-accent">
          {media.title}
        </Link>
        <span className={cx('block truncate text-caption text-ink-3', compact && 'max-w-2/5 shrink-0 max-sm:hidden')}>{beneath}</span>
      </span>
    </span>
  );
}

function Rating({ halves }: { halves: number | null }) {
  const locale = useLocale();
  if (halves === null) return null;
  return (
    <span className="inline-flex items-center gap-1.5">
      <Star size={13} fill="currentColor" aria-hidden />
      {formatNumber(halves / 2, locale, 1)}
    </span>
  );
}

function Watched({ media }: { media: Media }) {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const { progress } = media;
  if (progress?.completed) {
    return (
      <span className="inline-flex items-center gap-1.5">
        <Check size={14} strokeWidth={2.6} aria-hidden />
        {t('seen.whole')}
      </span>
    );
  }
  return isBegun(media) && progress ? formatPercent(progress.percent, locale) : <span className="text-ink-3">{t('seen.never')}</span>;
}

function Cell({ name, media }: { name: ColumnName; media: Media }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  switch (name) {
    case 'kind':
      return t(`kind.${media.kind}`);
    case 'year':
      return media.year;
    case 'length':
      return media.duration_s === null ? null : formatDuration(media.duration_s);
    case 'quality':
      return (
        <span className="flex gap-1.5">
          {qualityBadges(media).map((badge) => (
            <Badge key={badge}>{badge}</Badge>
          ))}
        </span>
      );
    case 'rating':
      return <Rating halves={media.rating} />;
    case 'watched':
      return <Watched media={media} />;
    case 'source':
      return media.source_platform ? platformName(media.source_platform) : null;
    case 'published':
      return media.upload_date && formatDate(media.upload_date, locale, 'medium');
    case 'size':
      return formatBytes(media.size_bytes, locale);
    case 'added':
      return formatAgo(media.added_at, locale);
  }
}

export const ListRow = memo(function ListRow({ media, at, columns, compact }: Props) {
  const pick = usePick(media.id, at);
  const names = columns ? (columns.split(' ') as ColumnName[]) : [];
  return (
    <div
      onClickCapture={pick?.onClickCapture}
      className={cx(
        'group/pick relative -mx-2 flex h-full items-center gap-4 rounded-[9px] px-2 text-small text-ink-2 tabular transition-colors duration-100 hover:bg-fill',
        pick?.on && 'bg-fill ring-2 ring-accent ring-inset',
      )}
    >
      <span role="cell" className="min-w-0 flex-1 truncate">
        <Title media={media} at={at} bare={names.length === 0} compact={compact} />
      </span>
      {names.map((name) => (
        <span key={name} role="cell" className="shrink-0 truncate" style={{ width: COLUMNS[name].width }}>
          <Cell name={name} media={media} />
        </span>
      ))}
    </div>
  );
});

export function ListRowSkeleton({ compact = false }: { compact?: boolean }) {
  return (
    <div role="cell" className="flex h-full items-center gap-4">
      <Skeleton className={cx('aspect-video shrink-0 rounded-[7px]', compact ? THUMB.compact : THUMB.comfortable)} />
      <div className="flex-1">
        <Skeleton className="h-3.5 w-56 max-w-full rounded-badge" />
        {!compact && <Skeleton className="mt-2 h-3 w-32 rounded-badge" />}
      </div>
      <Skeleton className="h-3 w-20 rounded-badge max-md:hidden" />
      <Skeleton className="h-3 w-16 rounded-badge max-md:hidden" />
    </div>
  );
}
