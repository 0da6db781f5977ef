/** One episode in its season. The still plays, the name opens its page. */
import { Check, CheckCheck, CircleDashed, Ellipsis, Info, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Media } from '@/api';
import { formatDate, formatDuration } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { cx, IconButton, Menu, MenuItem, MenuLink, Picture, ProgressBar, Skeleton } from '@/ui';
import { isBegun, stillOf, timeLeft } from '@/ui/media';

import { numberOf } from './numbers';

interface Props {
  media: Media;
  isNext: boolean;
  onMark: (seen: boolean) => void;
}

function Still({ media }: { media: Media }) {
  const { t } = useTranslation('series');
  const { t: words } = useTranslation('media');
  const away = media.status === 'unavailable';
  return (
    <Link
      to={paths.watch(media.id)}
      aria-label={t('playOne', { title: media.title })}
      className="group/still relative block w-30 shrink-0 rounded-[8px] sm:w-42"
    >
      <Picture
        {...stillOf(media)}
        blurhash={media.blurhash}
        sizes="(width >= 40rem) 168px, 120px"
        className={cx('aspect-video rounded-[8px]', away && 'opacity-55 grayscale')}
      />
      <span className="absolute inset-0 m-auto flex size-10 items-center justify-center rounded-full bg-black/60 text-white opacity-0 transition-opacity duration-150 group-hover/still:opacity-100 group-focus-visible/still:opacity-100">
        <Play size={18} fill="currentColor" aria-hidden />
      </span>
      {media.progress?.completed && (
        <span className="absolute top-1.5 right-1.5 inline-flex size-5 items-center justify-center rounded-full bg-black/65 text-white">
          <Check size={13} strokeWidth={3} aria-hidden />
          <span className="sr-only">{words('watched')}</span>
        </span>
      )}
      {isBegun(media) && media.progress && (
        <ProgressBar percent={media.progress.percent} label={words('progress')} onPicture className="absolute inset-x-1.5 bottom-1.5" />
      )}
    </Link>
  );
}

function Actions({ media, onMark }: Pick<Props, 'media' | 'onMark'>) {
  const { t } = useTranslation('series');
  const { t: words } = useTranslation('media');
  const seen = media.progress?.completed === true;
  return (
    <Menu trigger={<IconButton icon={Ellipsis} label={t('moreOf', { title: media.title })} className="-mr-1.5" />}>
      {seen || isBegun(media) ? (
        <MenuItem icon={CircleDashed} onSelect={() => onMark(false)}>
          {words('markUnseen')}
        </MenuItem>
      ) : null}
      {!seen && (
        <MenuItem icon={CheckCheck} onSelect={() => onMark(true)}>
          {words('markSeen')}
        </MenuItem>
      )}
      <MenuLink icon={Info} to={paths.title(media.id)}>
        {words('details')}
      </MenuLink>
    </Menu>
  );
}

export function EpisodeRow({ media, isNext, onMark }: Props) {
  const { t: words } = useTranslation('media');
  const locale = useLocale();
  const number = numberOf(media);
  const day = media.released ?? media.upload_date;
  const facts = [
    media.status === 'unavailable' && words('unavailable'),
    media.duration_s !== null && (timeLeft(media, words) ?? formatDuration(media.duration_s)),
    day && formatDate(day, locale),
  ];
  return (
    <li
      aria-current={isNext || undefined}
      className="flex items-start gap-3.5 rounded-control px-3 py-3 transition-colors duration-150 hover:bg-fill sm:items-center sm:gap-5"
    >
      <span className={cx('w-9 shrink-0 text-center text-lead tabular max-sm:hidden', isNext ? 'font-semibold text-accent-ink' : 'text-ink-3')}>
        {number ?? '\u00a0'}
      </span>
      <Still media={media} />
      <div className="min-w-0 flex-1">
        <p dir="auto" className="line-clamp-2 text-body font-semibold">
          <Link to={paths.title(media.id)} className="hover:underline">
            {number && <span className="sm:hidden">{number}. </span>}
            {media.title}
          </Link>
        </p>
        <p className="mt-0.5 text-caption text-ink-3">{facts.filter(Boolean).join(' · ')}</p>
        {media.description && <p className="mt-1 line-clamp-2 max-w-[64ch] text-small text-pretty text-ink-2 max-sm:hidden">{media.description}</p>}
      </div>
      <Actions media={media} onMark={onMark} />
    </li>
  );
}

export function EpisodeSkeletons({ count = 6 }: { count?: number }) {
  return (
    <div aria-busy>
      {Array.from({ length: Math.min(count, 10) }, (_, at) => (
        <div key={at} className="flex items-center gap-5 py-3">
          <Skeleton className="ml-11 aspect-video w-42 rounded-[8px] max-sm:ml-0 max-sm:w-30" />
          <div className="flex-1">
            <Skeleton className="h-4 w-56 max-w-full rounded-badge" />
            <Skeleton className="mt-2 h-3 w-32 rounded-badge" />
          </div>
        </div>
      ))}
    </div>
  );
}
