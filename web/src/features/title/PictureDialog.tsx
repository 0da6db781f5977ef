/** The picture of a title: a moment of the film, a file of one's own, or whatever is found by itself. */
import { useMutation } from '@tanstack/react-query';
import { ImageUp, RotateCcw } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { automaticPicture, chooseStill, givePicture, LARGEST_PICTURE_BYTES, type Media, type PictureKind } from '@/api';
import { formatBytes, formatDuration } from '@/lib/format';
import { highlights } from '@/lib/highlights';
import { useLocale } from '@/lib/i18n';
import type { Tile } from '@/lib/sprites';
import { useSprites } from '@/lib/useSprites';
import { Button, Dialog, Picture, Segmented, Spinner, TilePicture, toast } from '@/ui';
import { useRefreshMedia, useSayFailure } from '@/ui/media';

const MOST = 24;
const TILE = { width: 176, height: 99 };

function Moments({ tiles, busy, onChoose }: { tiles: readonly Tile[]; busy: number | null; onChoose: (tile: Tile) => void }) {
  const { t } = useTranslation('title');
  return (
    <ul className="mt-3 grid grid-cols-2 gap-2.5 sm:grid-cols-[repeat(auto-fill,176px)] sm:justify-between">
      {tiles.map((tile) => (
        <li key={tile.start_s}>
          <button
            type="button"
            disabled={busy !== null}
            aria-label={t('picture.at', { time: formatDuration(tile.start_s) })}
            onClick={() => onChoose(tile)}
            className="relative block w-full overflow-hidden rounded-[8px] outline-offset-2 transition-opacity duration-150 hover:opacity-80 disabled:opacity-60"
          >
            <TilePicture tile={tile} width={TILE.width} height={TILE.height} />
            {busy === tile.start_s && (
              <span className="absolute inset-0 grid place-items-center bg-black/40 text-white">
                <Spinner />
              </span>
            )}
          </button>
        </li>
      ))}
    </ul>
  );
}

export function PictureDialog({ media, onClose }: { media: Media; onClose: () => void }) {
  const { t } = useTranslation('title');
  const locale = useLocale();
  const say = useSayFailure();
  const refresh = useRefreshMedia();
  const file = useRef<HTMLInputElement>(null);
  const [kind, setKind] = useState<PictureKind>('poster');
  const tiles = useSprites(media.trickplay_url);
  const shown = useMemo(() => highlights(tiles, MOST), [tiles]);
  const settled = { onSuccess: () => void refresh(), onError: say };
  const still = useMutation({ mutationFn: (at_s: number) => chooseStill(media.id, kind, at_s), ...settled });
  const give = useMutation({ mutationFn: (picture: File) => givePicture(media.id, kind, picture), ...settled });
  const reset = useMutation({ mutationFn: () => automaticPicture(media.id, kind), ...settled });
  const busy = still.isPending || give.isPending || reset.isPending;
  const src = kind === 'poster' ? media.poster_url : media.backdrop_url;

  function choose(picture: File | undefined) {
    if (!picture) return;
    if (picture.size > LARGEST_PICTURE_BYTES) toast(t('picture.tooLarge', { size: formatBytes(LARGEST_PICTURE_BYTES, locale) }));
    else give.mutate(picture);
  }

  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={t('picture.heading')} description={t('picture.text')}>
      <div className="flex flex-wrap items-center gap-3">
        <Segmented
          label={t('picture.kind')}
          value={kind}
          options={[
            { value: 'poster', label: t('picture.poster') },
            { value: 'backdrop', label: t('picture.backdrop') },
          ]}
          onChange={setKind}
        />
        <div className="ml-auto flex flex-wrap gap-2">
          <Button icon={RotateCcw} look="ghost" disabled={busy} onClick={() => reset.mutate()}>
            {t('picture.automatic')}
          </Button>
          <Button icon={ImageUp} disabled={busy} onClick={() => file.current?.click()}>
            {t(give.isPending ? 'picture.sending' : 'picture.upload')}
          </Button>
        </div>
        <input
          ref={file}
          type="file"
          accept="image/jpeg,image/png,image/webp,image/avif,image/gif"
          aria-label={t('picture.upload')}
          className="sr-only"
          tabIndex={-1}
          onChange={(event) => {
            choose(event.target.files?.[0]);
            event.target.value = '';
          }}
        />
      </div>
      <Picture src={src} blurhash={media.blurhash} widths={[480, 1280]} sizes="320px" className="mx-auto mt-4 aspect-video w-full max-w-80 rounded-card" />
      {shown.length > 0 && <h3 className="mt-5 text-small font-semibold">{t('picture.moments')}</h3>}
      <Moments tiles={shown} busy={still.isPending ? still.variables : null} onChoose={(tile) => still.mutate(tile.start_s)} />
    </Dialog>
  );
}
