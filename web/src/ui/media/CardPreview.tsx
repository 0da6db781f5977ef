/** Pictures of the film, one after the other, over its still; the pointer leafs through them. */
import { useEffect, useMemo, useRef, useState, type PointerEvent } from 'react';

import { highlights } from '@/lib/highlights';
import type { Tile } from '@/lib/sprites';
import { useSprites } from '@/lib/useSprites';

import { TilePicture } from '../TilePicture';

const MOST = 14;
const EACH_MS = 950;

const still = () => matchMedia('(prefers-reduced-motion: reduce)').matches;

/** The tiles, once their sheets are here: none of them is shown half come. */
function useHighlights(url: string): readonly Tile[] {
  const tiles = useSprites(url);
  const chosen = useMemo(() => highlights(tiles, MOST), [tiles]);
  const [ready, setReady] = useState<readonly Tile[]>([]);
  useEffect(() => {
    let left = false;
    const sheets = [...new Set(chosen.map((tile) => tile.url))].map((address) => {
      const image = new Image();
      image.src = address;
      return image.decode();
    });
    Promise.all(sheets)
      .then(() => !left && setReady(chosen))
      .catch(() => undefined);
    return () => {
      left = true;
    };
  }, [chosen]);
  return ready === chosen ? ready : [];
}

interface Props {
  readonly url: string;
  /** Of the still, in px. */
  readonly width: number;
}

export function CardPreview({ url, width }: Props) {
  const tiles = useHighlights(url);
  const [at, setAt] = useState(0);
  const leafing = useRef(false);
  useEffect(() => {
    if (tiles.length < 2 || still()) return;
    const timer = setInterval(() => {
      if (!leafing.current) setAt((before) => (before + 1) % tiles.length);
    }, EACH_MS);
    return () => clearInterval(timer);
  }, [tiles]);

  const move = (event: PointerEvent) => {
    // Growing under a pointer that stands still is no leafing.
    if (event.movementX === 0 || tiles.length === 0) return;
    const box = event.currentTarget.getBoundingClientRect();
    const part = (event.clientX - box.left) / box.width;
    leafing.current = true;
    setAt(Math.min(tiles.length - 1, Math.max(0, Math.floor(part * tiles.length))));
  };
  const tile = tiles[at % Math.max(1, tiles.length)];
  const before = tiles[(at + tiles.length - 1) % Math.max(1, tiles.length)];
  const height = (width * 9) / 16;
  return (
    <span
      data-testid="card-preview"
      className="absolute inset-0"
      onPointerMove={move}
      onPointerLeave={() => (leafing.current = false)}
    >
      {tile ? (
        <>
          {before && before !== tile ? (
            <span className="absolute inset-0">
              <TilePicture tile={before} width={width} height={height} />
            </span>
          ) : null}
          <span key={at} className="absolute inset-0 animate-appear">
            <TilePicture tile={tile} width={width} height={height} />
          </span>
          <span className="absolute inset-x-2 top-2 flex gap-0.5">
            {tiles.map((one, i) => (
              <i key={one.start_s} className={`h-[3px] flex-1 rounded-full ${i === at ? 'bg-white' : 'bg-white/35'}`} />
            ))}
          </span>
        </>
      ) : null}
    </span>
  );
}
