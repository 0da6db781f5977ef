import { Check, Ellipsis, Image, Info, Pencil, Play } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Series } from '@/api';
import { paths } from '@/lib/paths';
import { ButtonLink, IconButton, IconLink, Menu, MenuItem, MenuLink, Unfold } from '@/ui';
import { episodeMark, Hero, isBegun, timeLeft } from '@/ui/media';

import { EditSeries } from './EditSeries';
import { PictureDialog } from './PictureDialog';
import { countSeasons } from './seasons';

function PlayNext({ series }: { series: Series }) {
  const { t } = useTranslation('series');
  const { t: words } = useTranslation('media');
  const { next } = series;
  if (!next) {
    return (
      <p className="flex h-11.5 items-center gap-2 text-body text-ink-2">
        <Check size={18} className="text-good" aria-hidden />
        {t(series.watched >= series.episodes ? 'allSeen' : 'nothingNext')}
      </p>
    );
  }
  const begun = isBegun(next);
  const label = [words(begun ? 'resume' : 'play'), episodeMark(next, words)].filter(Boolean).join(' ');
  return (
    <ButtonLink to={paths.watch(next.id)} look="primary" icon={Play} solid className="max-md:flex-1">
      {[label, timeLeft(next, words)].filter(Boolean).join(' · ')}
    </ButtonLink>
  );
}

function useFacts(series: Series) {
  const { t } = useTranslation('series');
  const seasons = countSeasons(series.seasons ?? []);
  const counts = [seasons > 0 && t('seasons', { count: seasons }), t('episodes', { count: series.episodes })];
  return [
    series.watched > 0 && series.watched >= series.episodes && <span className="font-semibold text-good">{t('seen')}</span>,
    series.year,
    counts.filter(Boolean).join(' · '),
    series.genres && series.genres.length > 0 && (
      <>
        {series.genres.slice(0, 3).map((genre, at) => (
          <span key={genre}>
            {at > 0 && ', '}
            <Link to={paths.seriesOfGenre(genre)} className="hover:underline">
              {genre}
            </Link>
          </span>
        ))}
      </>
    ),
  ];
}

export function SeriesHero({ series }: { series: Series }) {
  const { t } = useTranslation('series');
  const [open, setOpen] = useState<'edit' | 'picture' | null>(null);
  const close = () => setOpen(null);
  const facts = useFacts(series);
  const { next } = series;
  return (
    <Hero
      media={series}
      logo={series.logo_url}
      facts={facts}
      badges={series.content_rating ? [series.content_rating] : []}
      about={series.description && <Unfold text={series.description} className="mt-3 max-w-[38rem] text-lead text-white/85" />}
      withPoster
      className="md:h-auto! md:min-h-[clamp(440px,58vh,660px)] md:pt-24"
    >
      <PlayNext series={series} />
      {series.editable ? (
        <Menu align="start" trigger={<IconButton look="glass" size="lg" icon={Ellipsis} label={t('more')} />}>
          {next && (
            <MenuLink icon={Info} to={paths.title(next.id)}>
              {t('openNext')}
            </MenuLink>
          )}
          <MenuItem icon={Pencil} onSelect={() => setOpen('edit')}>
            {t('edit')}
          </MenuItem>
          <MenuItem icon={Image} onSelect={() => setOpen('picture')}>
            {t('picture')}
          </MenuItem>
        </Menu>
      ) : (
        next && <IconLink look="glass" size="lg" icon={Info} label={t('openNext')} to={paths.title(next.id)} />
      )}
      {open === 'edit' && <EditSeries series={series} onClose={close} />}
      {open === 'picture' && <PictureDialog series={series} onClose={close} />}
    </Hero>
  );
}
