import { ArchiveRestore, CheckCheck, CircleDashed, Download, Ellipsis, EyeOff, Image, Layers, Pencil, Play, RotateCcw, Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { downloadAddress, type Media } from '@/api';
import { formatAgo, formatDuration } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, IconButton, Menu, MenuAnchor, MenuItem, MenuLine } from '@/ui';
import { useChooser } from '@/ui/collections/chooser';
import { editionOf, episodeMark, Hero, isBegun, qualityBadges, timeLeft, useForget, useMarkSeen, useRestore } from '@/ui/media';

import { DeleteDialog } from './DeleteDialog';
import { EditDialog } from './EditDialog';
import { PictureDialog } from './PictureDialog';
import { useLead } from './Lead';
import { Opinions } from './Opinions';

function PlayButtons({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const { t: words } = useTranslation('media');
  const left = timeLeft(media, words);
  const mark = episodeMark(media, words);
  const begun = isBegun(media);
  const again = media.progress?.completed;
  const label = begun ? [t('resume'), mark, left].filter(Boolean).join(' · ') : t(again ? 'playAgain' : 'play');
  return (
    <>
      <ButtonLink to={paths.watch(media.id)} look="primary" icon={Play} solid className="max-md:basis-full">
        {label}
      </ButtonLink>
      {begun && (
        <ButtonLink to={paths.watch(media.id, 0)} look="glass" icon={RotateCcw}>
          <span className="max-md:sr-only">{t('fromStart')}</span>
        </ButtonLink>
      )}
    </>
  );
}

function Trashed({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const locale = useLocale();
  const restore = useRestore();
  return (
    <>
      <Button look="primary" icon={ArchiveRestore} busy={restore.isPending} onClick={() => restore.mutate(media)}>
        {t('restore')}
      </Button>
      {media.purge_at && (
        <p className="self-center text-small text-ink-2">{t('goneFor', { when: formatAgo(media.purge_at, locale) })}</p>
      )}
    </>
  );
}

function Actions({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const [open, setOpen] = useState<'edit' | 'picture' | 'delete' | null>(null);
  const forget = useForget();
  const mark = useMarkSeen();
  const collect = useChooser((state) => state.open);
  const { t: words } = useTranslation('media');
  const seen = media.progress?.completed === true;
  const may = media.editable !== false;
  if (media.status === 'trashed') return <Trashed media={media} />;
  return (
    <>
      <PlayButtons media={media} />
      {may && (
        <Button look="glass" icon={Pencil} onClick={() => setOpen('edit')} className="max-md:hidden">
          {t('edit')}
        </Button>
      )}
      <Opinions media={media} />
      <Menu align="start" trigger={<IconButton look="glass" size="lg" icon={Ellipsis} label={t('more')} />}>
        {may && (
          <MenuItem icon={Pencil} onSelect={() => setOpen('edit')}>
            {t('edit')}
          </MenuItem>
        )}
        {may && (
          <MenuItem icon={Image} onSelect={() => setOpen('picture')}>
            {t('picture.open')}
          </MenuItem>
        )}
        <MenuItem icon={Layers} onSelect={() => collect(media)}>
          {words('collectMore')}
        </MenuItem>
        <MenuAnchor icon={Download} href={downloadAddress(media.id)} download>
          {t('download')}
        </MenuAnchor>
        <MenuItem icon={seen ? CircleDashed : CheckCheck} onSelect={() => mark.mutate({ titles: [media], seen: !seen })}>
          {words(seen ? 'markUnseen' : 'markSeen')}
        </MenuItem>
        {isBegun(media) && (
          <MenuItem icon={EyeOff} onSelect={() => forget(media)}>
            {t('forget')}
          </MenuItem>
        )}
        {may && <MenuLine />}
        {may && (
          <MenuItem icon={Trash2} danger onSelect={() => setOpen('delete')}>
            {t('delete')}
          </MenuItem>
        )}
      </Menu>
      {open === 'edit' && <EditDialog media={media} onClose={() => setOpen(null)} />}
      {open === 'picture' && <PictureDialog media={media} onClose={() => setOpen(null)} />}
      {open === 'delete' && <DeleteDialog media={media} onClose={() => setOpen(null)} />}
    </>
  );
}

function useFacts(media: Media) {
  const { t } = useTranslation('title');
  const { t: words } = useTranslation('media');
  const episode = episodeMark(media, words);
  return [
    media.status === 'unavailable' && <span className="font-semibold text-[#f5a524]">{words('unavailable')}</span>,
    media.progress?.completed && <span className="font-semibold text-good">{words('watched')}</span>,
    episode,
    media.part_number !== null && t('part', { number: media.part_number }),
    media.year,
    editionOf(media.assets ?? []),
    media.duration_s !== null && formatDuration(media.duration_s),
    media.genres.slice(0, 3).join(', ') || (media.uploader && t('by', { name: media.uploader })),
  ];
}

export function TitleHero({ media }: { media: Media }) {
  const facts = useFacts(media);
  const lead = useLead(media);
  const badges = [media.content_rating, ...qualityBadges(media)].filter((name) => name !== null);
  const about = media.tagline ? (
    <div className="mt-3 max-w-[33rem] text-lead text-pretty">
      <p className="font-semibold text-white">{media.tagline}</p>
      {media.description && <p className="mt-1 line-clamp-2 text-white/85">{media.description}</p>}
    </div>
  ) : (
    // On a phone it stands a finger's breadth lower, whole.
    media.description && (
      <p className="mt-3 line-clamp-3 max-w-[33rem] text-lead text-pretty text-white/85 max-md:hidden">{media.description}</p>
    )
  );
  return (
    <Hero media={media} lead={lead} facts={facts} badges={badges} about={about} withPoster={media.kind === 'movie'} className="md:h-[clamp(440px,58vh,660px)]!">
      <Actions media={media} />
    </Hero>
  );
}
