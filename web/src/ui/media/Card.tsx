/** A title as a still with two lines beneath. The whole card is one link. */
import { Check } from 'lucide-react';
import { memo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Media } from '@/api';
import { paths } from '@/lib/paths';

import { Badge } from '../Badge';
import { cx } from '../cx';
import { Picture } from '../Picture';
import { ProgressBar } from '../ProgressBar';
import { Skeleton } from '../Skeleton';
import { useGrowing } from './grown';
import { stillOf } from './still';
import { cardBadge, isBegun, leadName, noteFacts, noteLeft, noteNext } from './words';

/** The card that goes leaves the focus to the next one, or to the one before. */
function focusNeighbour(card: HTMLElement): void {
  const cell = card.closest('li');
  const next = cell?.nextElementSibling ?? cell?.previousElementSibling;
  next?.querySelector<HTMLElement>('[data-card]')?.focus({ preventScroll: true });
}

interface Props {
  media: Media;
  /** In the row of those begun the card goes on playing; elsewhere it opens the title's page. */
  resumes?: boolean;
  /** In the row of what comes next the series is named first, then its episode. */
  next?: boolean;
  onForget?: () => void;
  sizes?: string;
  /** All the cards around it are new: then no badge says so. */
  allNew?: boolean;
  /** Never grows: its tools lie beside it. */
  calm?: boolean;
}

export const MediaCard = memo(function MediaCard({ media, resumes, next, onForget, sizes, allNew, calm }: Props) {
  const { t } = useTranslation('media');
  const growing = useGrowing(media, onForget);
  const badge = cardBadge(media, t, allNew);
  const note = next ? noteNext : resumes ? noteLeft : noteFacts;
  const away = media.status === 'unavailable';
  return (
    <Link
      to={resumes || next ? paths.watch(media.id) : paths.title(media.id)}
      className="group block rounded-card outline-offset-4"
      data-card
      {...(calm ? undefined : growing.link)}
      onKeyDown={(event) => {
        if (event.key !== 'Delete' || !onForget) return;
        focusNeighbour(event.currentTarget);
        onForget();
      }}
    >
      <div className="relative" {...(calm ? undefined : growing.still)}>
        <Picture
          {...stillOf(media)}
          blurhash={media.blurhash}
          sizes={sizes}
          sound={media.width === null}
          className={cx('aspect-video rounded-card', away && 'opacity-55 grayscale')}
        />
        {badge && (
          // Where titles can be chosen, their tick takes the place.
          <span className="absolute top-2 left-2 transition-opacity group-focus-within/pick:opacity-0 group-hover/pick:opacity-0 in-data-picking:opacity-0">
            <Badge look="picture">{badge}</Badge>
          </span>
        )}
        {media.progress?.completed && (
          <span className="absolute top-2 right-2 inline-flex size-5 items-center justify-center rounded-full bg-black/65 text-white">
            <Check size={13} strokeWidth={3} aria-hidden />
            <span className="sr-only">{t('watched')}</span>
          </span>
        )}
        {isBegun(media) && media.progress && (
          <ProgressBar percent={media.progress.percent} label={t('progress')} onPicture className="absolute inset-x-2 bottom-2" />
        )}
      </div>
      <p dir="auto" className="mt-2 truncate px-0.5 text-small font-semibold">{next || resumes ? leadName(media) : media.title}</p>
      <p className="truncate px-0.5 text-caption text-ink-3">{note(media, t) || '\u00a0'}</p>
    </Link>
  );
});

/** Lines beneath a still, in px: the virtual grid must know. */
export const CARD_CAPTION = 47;

export function CardSkeleton() {
  return (
    <div>
      <Skeleton className="aspect-video" />
      <Skeleton className="mt-2.5 h-3.5 w-3/5 rounded-badge" />
      <Skeleton className="mt-2 h-3 w-2/5 rounded-badge" />
    </div>
  );
}
