import { Info, Play } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { formatDuration } from '@/lib/format';
import { paths } from '@/lib/paths';
import { ButtonLink, Skeleton } from '@/ui';
import { episodeMark, Hero, isBegun, qualityBadges, timeLeft } from '@/ui/media';

import { HeroPreview } from './HeroPreview';
import type { Pick } from './pick';

export function HomeHero({ media, lead }: Pick) {
  const { t } = useTranslation('home');
  const { t: words } = useTranslation('media');
  const begun = isBegun(media);
  const length = media.duration_s === null ? null : formatDuration(media.duration_s);
  return (
    <Hero
      media={media}
      asCard
      moving={<HeroPreview media={media} />}
      badges={qualityBadges(media)}
      lead={t(`lead.${lead}`)}
      facts={[media.series && [media.series.title, episodeMark(media, words)].filter(Boolean).join(' · '), media.year, begun ? timeLeft(media, words) : length, media.genres.slice(0, 2).join(', ')]}
    >
      <ButtonLink to={paths.watch(media.id)} look="primary" icon={Play} solid className="max-md:flex-1">
        {words(begun ? 'resume' : 'play')}
      </ButtonLink>
      <ButtonLink to={paths.title(media.id)} look="glass" icon={Info} className="max-md:flex-1">
        {t('more')}
      </ButtonLink>
    </Hero>
  );
}

export function HeroSkeleton() {
  return (
    <div className="flex flex-col justify-end max-md:mx-(--margin) max-md:h-100 max-md:rounded-[20px] max-md:bg-fill max-md:p-4.5 md:h-[clamp(520px,66.7vh,760px)] md:margins md:pb-36">
      <Skeleton className="h-12 w-72 max-w-full" />
      <Skeleton className="mt-4 h-4 w-56 rounded-badge" />
      <Skeleton className="mt-5 hidden h-16 w-110 rounded-badge md:block" />
      <div className="mt-6 flex gap-2.5">
        <Skeleton className="h-11.5 w-27 rounded-control max-md:flex-1" />
        <Skeleton className="h-11.5 w-27 rounded-control max-md:flex-1" />
      </div>
    </div>
  );
}
