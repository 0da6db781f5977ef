/** The grown card: the same still, larger, with what can be done. Made for the pointer; all of it is also on the title's page. */
import { Check, ChevronDown, ListChecks, Play, Plus, ThumbsUp, X } from 'lucide-react';
import { useEffect, type CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'react-router';

import { usePreferences } from '@/api';
import { formatDuration, formatPercent } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';

import { Badge } from '../Badge';
import { cx } from '../cx';
import { IconButton, IconLink } from '../IconButton';
import { Picture } from '../Picture';
import { ProgressBar } from '../ProgressBar';
import { CardPreview } from './CardPreview';
import { useGrown, type Grown, type Place } from './grown';
import { useOpinion } from './opinions';
import { stillOf } from './still';
import { episodeMark, isBegun, qualityBadges, timeLeft } from './words';

const GROWTH = 1.27;
const LEAST = 300;
const EDGE = 12;

/** Over the middle of the card, but never out of the window. */
function area(place: Place): CSSProperties & { width: number } {
  const width = Math.max(LEAST, place.width * GROWTH);
  const still = (width * 9) / 16;
  const left = place.left + place.width / 2 - width / 2;
  const top = place.top + place.height / 2 - still * 0.62;
  return {
    width,
    left: Math.max(EDGE, Math.min(left, document.documentElement.clientWidth - width - EDGE)),
    top: Math.max(EDGE, Math.min(top, window.innerHeight - still - 172 - EDGE)),
    ['--from' as string]: place.width / width,
  };
}

function Facts({ grown }: { grown: Grown }) {
  const { t } = useTranslation('media');
  const locale = useLocale();
  const { media } = grown;
  const episode = episodeMark(media, t);
  const third = media.series ? [media.series.title, episode].filter(Boolean).join(' · ') : media.genres.slice(0, 3).join(' · ');
  return (
    <>
      <p dir="auto" className="mt-3 line-clamp-2 text-body font-semibold">{media.title}</p>
      <p className="mt-1.5 flex flex-wrap items-center gap-x-2.5 gap-y-1.5 text-caption text-ink-2">
        {isBegun(media) && media.progress && (
          <span className="font-semibold text-good">
            {t('seen', { percent: formatPercent(media.progress.percent, locale) })}
          </span>
        )}
        <span>{timeLeft(media, t) ?? (media.duration_s === null ? null : formatDuration(media.duration_s))}</span>
        {qualityBadges(media).map((name) => (
          <Badge key={name}>{name}</Badge>
        ))}
      </p>
      {(third || media.uploader) && <p className="mt-1.5 truncate text-caption text-ink-3">{third || media.uploader}</p>}
    </>
  );
}

function Actions({ grown }: { grown: Grown }) {
  const { t } = useTranslation('media');
  const hide = useGrown((state) => state.hide);
  const think = useOpinion();
  const { media, onForget, tick } = grown;
  const liked = media.liked === true;
  const forget = () => {
    hide();
    onForget?.();
  };
  return (
    <div className="flex items-center gap-2">
      <IconLink
        label={t(isBegun(media) ? 'resume' : 'play')}
        icon={Play}
        solid
        look="primary"
        size="sm"
        to={paths.watch(media.id)}
        tabIndex={-1}
      />
      {onForget && <IconButton label={t('forget')} icon={X} look="ring" size="sm" tabIndex={-1} onClick={forget} />}
      <IconButton
        label={t(media.in_list ? 'onList' : 'toList')}
        icon={media.in_list ? Check : Plus}
        look="ring"
        size="sm"
        tabIndex={-1}
        onClick={() => think(media, { in_list: !media.in_list })}
      />
      <IconButton
        label={t(liked ? 'unlike' : 'like')}
        icon={ThumbsUp}
        solid={liked}
        look="ring"
        size="sm"
        tabIndex={-1}
        onClick={() => think(media, { liked: liked ? null : true })}
      />
      {tick && (
        <IconButton
          label={t('choose', { title: media.title })}
          icon={ListChecks}
          look="ring"
          size="sm"
          tabIndex={-1}
          onClick={() => tick.click()}
        />
      )}
      <IconLink
        label={t('details')}
        icon={ChevronDown}
        look="ring"
        size="sm"
        className="ml-auto"
        to={paths.title(media.id)}
        tabIndex={-1}
      />
    </div>
  );
}

export function GrownCard() {
  const { t } = useTranslation('media');
  const { liked } = usePreferences();
  const grown = useGrown((state) => state.grown);
  const hide = useGrown((state) => state.hide);
  const { key } = useLocation();
  useEffect(() => hide(), [key, hide]);
  useEffect(() => {
    if (!grown) return;
    const escape = (event: KeyboardEvent) => event.key === 'Escape' && hide();
    window.addEventListener('scroll', hide, { passive: true, capture: true });
    window.addEventListener('resize', hide);
    window.addEventListener('keydown', escape);
    return () => {
      window.removeEventListener('scroll', hide, { capture: true });
      window.removeEventListener('resize', hide);
      window.removeEventListener('keydown', escape);
    };
  }, [grown, hide]);
  if (!grown) return null;
  const { media } = grown;
  const place = area(grown.place);
  return (
    <div
      key={media.id}
      aria-hidden
      onPointerLeave={hide}
      style={place}
      className={cx(
        'fixed z-40 animate-grow overflow-hidden rounded-[14px] bg-raised shadow-card',
        grown.byKeys ? 'ring-2 ring-accent' : 'ring-1 ring-line',
      )}
    >
      <Link to={target(grown)} tabIndex={-1} className="relative block">
        <Picture {...stillOf(media)} blurhash={media.blurhash} sizes="248px" className="aspect-video" />
        {liked.previews && media.trickplay_url && <CardPreview url={media.trickplay_url} width={place.width} />}
        {isBegun(media) && media.progress && (
          <ProgressBar percent={media.progress.percent} label={t('progress')} onPicture className="absolute inset-x-2 bottom-2" />
        )}
      </Link>
      <div className="p-3.5">
        <Actions grown={grown} />
        <Facts grown={grown} />
      </div>
    </div>
  );
}

/** What has been begun goes on at once; everything else shows itself first. */
function target({ media, onForget }: Grown): string {
  return onForget ? paths.watch(media.id) : paths.title(media.id);
}
