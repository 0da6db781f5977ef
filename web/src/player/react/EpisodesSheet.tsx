import { useQuery } from '@tanstack/react-query';
import { CircleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { seriesEpisodes, type Media } from '@/api';
import { formatDuration } from '@/lib/format';
import { paths } from '@/lib/paths';
import { Picture, ProgressBar, Spinner } from '@/ui';
import { PlayerSheet } from './PlayerSheet';
import { SheetRow } from './SheetRow';

interface RowProps {
  readonly episode: Media;
  readonly here: boolean;
  onChoose(): void;
}

function Row({ episode, here, onChoose }: RowProps) {
  const { t } = useTranslation('player');
  const { progress, episode_number: number, duration_s } = episode;
  const ready = episode.status === 'ready';
  return (
    <SheetRow
      title={number === null ? episode.title : `${number}. ${episode.title}`}
      note={ready ? (duration_s === null ? '' : formatDuration(duration_s)) : t('episodes.away')}
      here={here}
      disabled={!ready}
      onChoose={onChoose}
      picture={
        <span className="relative shrink-0">
          <Picture src={episode.poster_url} blurhash={episode.blurhash} sizes="112px" className="aspect-video w-28 rounded-lg" />
          {progress && progress.percent > 0 ? (
            <ProgressBar percent={progress.completed ? 100 : progress.percent} label={t('episodes.seen')} onPicture className="absolute inset-x-1.5 bottom-1.5" />
          ) : null}
        </span>
      }
    />
  );
}

interface SeasonsProps {
  readonly seasons: readonly (number | null)[];
  readonly shown: number | null;
  onShow(season: number | null): void;
}

function Seasons({ seasons, shown, onShow }: SeasonsProps) {
  const { t } = useTranslation('player');
  if (seasons.length < 2) return null;
  return (
    <div role="group" aria-label={t('episodes.seasons')} className="-mx-1 mb-3 flex flex-wrap gap-1.5">
      {seasons.map((season) => (
        <button
          key={season ?? 'none'}
          type="button"
          aria-pressed={season === shown}
          onClick={() => onShow(season)}
          className={`touch h-9 rounded-full px-3.5 text-small font-semibold transition-colors duration-150 ${season === shown ? 'bg-white text-[#0a0a0a]' : 'bg-white/12 text-white hover:bg-white/20'}`}
        >
          {season === null ? t('episodes.others') : season === 0 ? t('episodes.specials') : t('episodes.season', { n: season })}
        </button>
      ))}
    </div>
  );
}

interface Props {
  readonly media: Media;
  onChoose(episode: Media): void;
}

function List({ media, onChoose }: Props) {
  const { t } = useTranslation('player');
  const [season, setSeason] = useState(media.season_number);
  const { data, isError, refetch } = useQuery(seriesEpisodes(media.series?.id ?? ''));
  const seasons = useMemo(() => [...new Set(data?.items.map((one) => one.season_number))], [data]);
  if (isError) {
    return (
      <div role="alert" className="grid justify-items-center gap-3 py-10 text-center text-small text-white/75">
        <CircleAlert aria-hidden size={26} className="text-white/50" />
        {t('episodes.failed')}
        <button type="button" onClick={() => void refetch()} className="touch h-9 rounded-lg bg-white/12 px-4 font-semibold text-white hover:bg-white/20">
          {t('trouble.retry')}
        </button>
      </div>
    );
  }
  if (!data) return <div className="grid place-items-center py-12"><Spinner /></div>;
  return (
    <>
      <Seasons seasons={seasons} shown={season} onShow={setSeason} />
      <ol className="-mx-2 space-y-0.5">
        {data.items
          .filter((one) => one.season_number === season)
          .map((one) => (
            <li key={one.id}>
              <Row episode={one} here={one.id === media.id} onChoose={() => onChoose(one)} />
            </li>
          ))}
      </ol>
    </>
  );
}

interface SheetProps {
  readonly media: Media | null;
  readonly open: boolean;
  onClose(): void;
  onChoose(episode: Media): void;
}

/** The series beside the film: every season, how far each episode was watched, and a way to it. */
export function EpisodesSheet({ media, open, onClose, onChoose }: SheetProps) {
  const { t } = useTranslation('player');
  if (!media?.series) return null;
  const choose = (episode: Media) => {
    onClose();
    if (episode.id !== media.id) onChoose(episode);
  };
  return (
    <PlayerSheet open={open} onClose={onClose} title={media.series.title} aside>
      {open ? <List key={media.id} media={media} onChoose={choose} /> : null}
      <p className="mt-4">
        <Link to={paths.series(media.series.id, media.season_number)} className="text-small font-semibold text-white/75 hover:text-white hover:underline">
          {t('episodes.toSeries')}
        </Link>
      </p>
    </PlayerSheet>
  );
}
