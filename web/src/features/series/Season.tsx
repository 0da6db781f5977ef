/** The episodes of one season, and what can be done with all of them. */
import { useQuery } from '@tanstack/react-query';
import { CheckCheck, CircleDashed } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { seasonEpisodes, type SeasonCount } from '@/api';
import { Button, ErrorState, Picture, Unfold } from '@/ui';
import { useMarkSeen } from '@/ui/media';

import { EpisodeRow, EpisodeSkeletons } from './EpisodeRow';

interface Props {
  seriesId: string;
  season: SeasonCount;
  /** The episode to watch now. */
  nextId: string | undefined;
}

interface HeadProps {
  season: SeasonCount;
  facts: string;
  /** What can be done with all of its episodes. */
  children: ReactNode;
}

/** What a season is called and about, its poster, where something says so; how many episodes, and what can be done. */
function Head({ season, facts, children }: HeadProps) {
  const { title, description, poster_url } = season;
  return (
    <div className="flex gap-4 pb-3 md:gap-6">
      {poster_url && (
        <Picture
          src={poster_url}
          blurhash={season.blurhash}
          widths={[240, 480]}
          sizes="(width >= 48rem) 136px, 88px"
          className="aspect-2/3 w-22 shrink-0 self-start rounded-[10px] shadow-card md:w-34"
          uprightClassName="object-cover"
        />
      )}
      <div className="flex min-w-0 grow flex-col">
        {title && <h3 className="text-row font-[650] tracking-[-0.015em] text-balance">{title}</h3>}
        {description && <Unfold text={description} className="mt-1.5 max-w-[64ch] text-body text-ink-2" />}
        <div className="mt-auto flex flex-wrap items-center justify-between gap-x-3 gap-y-1 pt-2">
          <p className="text-small text-ink-3 tabular">{facts}</p>
          {children}
        </div>
      </div>
    </div>
  );
}

export function Season({ seriesId, season, nextId }: Props) {
  const { t } = useTranslation('series');
  const episodes = useQuery(seasonEpisodes(seriesId, season.number));
  const mark = useMarkSeen();
  const items = episodes.data?.items;
  if (episodes.isError && !items) {
    return <ErrorState error={episodes.error} onRetry={() => void episodes.refetch()} busy={episodes.isFetching} />;
  }
  if (!items) return <EpisodeSkeletons count={season.episodes} />;
  const unseen = items.filter((one) => !one.progress?.completed);
  const all = unseen.length === 0;
  const seen = items.length - unseen.length;
  return (
    <>
      <Head
        season={season}
        facts={[t('episodes', { count: items.length }), seen > 0 && t('seenOf', { count: seen })].filter(Boolean).join(' · ')}
      >
        <Button
          size="sm"
          look="ghost"
          className="-mx-3.5"
          icon={all ? CircleDashed : CheckCheck}
          busy={mark.isPending}
          onClick={() => mark.mutate({ titles: all ? items : unseen, seen: !all })}
        >
          {t(all ? 'markSeasonUnseen' : 'markSeasonSeen')}
        </Button>
      </Head>
      <ol className="-mx-3">
        {items.map((media) => (
          <EpisodeRow key={media.id} media={media} isNext={media.id === nextId} onMark={(wish) => mark.mutate({ titles: [media], seen: wish })} />
        ))}
      </ol>
    </>
  );
}
