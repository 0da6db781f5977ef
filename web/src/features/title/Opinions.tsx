/** What one thinks of the title: kept for later, liked or not, a favourite; and its stars. */
import { Check, Heart, Plus, ThumbsDown, ThumbsUp, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Media } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { cx, IconButton, Stars } from '@/ui';
import { useOpinion } from '@/ui/media';

interface TurnProps {
  icon: LucideIcon;
  on: boolean;
  label: string;
  solid?: boolean;
  onClick: () => void;
}

function Turn({ icon, on, label, solid, onClick }: TurnProps) {
  return (
    <IconButton
      look="glass"
      size="lg"
      icon={icon}
      label={label}
      solid={on && solid}
      aria-pressed={on}
      onClick={onClick}
      className={cx(on && 'text-[#f5a524]!')}
    />
  );
}

export function Opinions({ media }: { media: Media }) {
  const { t } = useTranslation('organise');
  const think = useOpinion();
  const { in_list, liked, favourite } = media;
  return (
    <div role="group" aria-label={t('opinion.label')} className="flex gap-2.5">
      <Turn
        icon={in_list ? Check : Plus}
        on={in_list}
        label={t(in_list ? 'opinion.onList' : 'opinion.addToList')}
        onClick={() => think(media, { in_list: !in_list })}
      />
      <Turn
        icon={ThumbsUp}
        solid
        on={liked === true}
        label={t(liked === true ? 'opinion.liked' : 'opinion.like')}
        onClick={() => think(media, { liked: liked === true ? null : true })}
      />
      <Turn
        icon={ThumbsDown}
        solid
        on={liked === false}
        label={t(liked === false ? 'opinion.disliked' : 'opinion.dislike')}
        onClick={() => think(media, { liked: liked === false ? null : false })}
      />
      <Turn
        icon={Heart}
        solid
        on={favourite}
        label={t(favourite ? 'opinion.favoured' : 'opinion.favourite')}
        onClick={() => think(media, { favourite: !favourite })}
      />
    </div>
  );
}

export function Rating({ media }: { media: Media }) {
  const { t } = useTranslation('organise');
  const locale = useLocale();
  const think = useOpinion();
  const words = (value: number | null) =>
    value === null ? t('opinion.unrated') : t('opinion.stars', { stars: formatNumber(value / 2, locale, 1) });
  return <Stars label={t('opinion.rating')} value={media.rating} words={words} onChange={(rating) => think(media, { rating })} />;
}
