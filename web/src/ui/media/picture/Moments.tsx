/** The moments of a film, one of which may become a picture. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';

import { formatDuration } from '@/lib/format';
import { highlights } from '@/lib/highlights';
import { useSprites } from '@/lib/useSprites';
import { Spinner, TilePicture } from '@/ui';

const MOST = 24;
const TILE = { width: 176, height: 99 };

interface Props {
  /** Where the scrubbing pictures of the film are; null before they are made. */
  address: string | null;
  /** The second that is being made into the picture now. */
  busy: number | null;
  disabled: boolean;
  onChoose: (at_s: number) => void;
}

export function Moments({ address, busy, disabled, onChoose }: Props) {
  const { t } = useTranslation('title');
  const tiles = useSprites(address);
  const shown = useMemo(() => highlights(tiles, MOST), [tiles]);
  return (
    <ul className="mt-3 grid grid-cols-2 gap-2.5 empty:hidden sm:grid-cols-[repeat(auto-fill,176px)] sm:justify-between">
      {shown.map((tile) => (
        <li key={tile.start_s}>
          <button
            type="button"
            disabled={disabled}
            aria-label={t('picture.at', { time: formatDuration(tile.start_s) })}
            onClick={() => onChoose(tile.start_s)}
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
