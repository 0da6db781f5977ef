import { tileAt, type Tile } from '@/lib/sprites';
import { TilePicture } from '@/ui';
import { chapterAt, clockTime } from '../core';
import { useFact } from './context';

const WIDTH = 214;

interface Props {
  readonly part: number;
  readonly tiles: readonly Tile[];
}

/** What is at a place of the bar: a small picture where there is one, the chapter, the time. */
export function ScrubPreview({ part, tiles }: Props) {
  const duration_s = useFact((s) => s.duration_s);
  const chapters = useFact((s) => s.playback?.chapters);
  const time_s = part * duration_s;
  const tile = tileAt(tiles, time_s);
  const chapter = chapterAt(chapters ?? [], time_s)?.title;
  const scale = tile ? Math.min(WIDTH / tile.width, 150 / tile.height) : 1;
  const half = tile ? (tile.width * scale) / 2 : 60;
  // Near the ends the picture stays inside while the finger goes on.
  const left = `clamp(${half}px, ${part * 100}%, calc(100% - ${half}px))`;
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute bottom-7 flex -translate-x-1/2 animate-appear flex-col items-center"
      style={{ left }}
    >
      {tile ? (
        <div
          className="overflow-hidden rounded-lg border-2 border-white bg-black shadow-[0_10px_34px_rgb(0_0_0/0.6)]"
        >
          <TilePicture tile={tile} width={tile.width * scale} height={tile.height * scale} />
        </div>
      ) : null}
      <div className="mt-1.5 max-w-72 truncate text-caption font-semibold text-white tabular [text-shadow:0_1px_4px_rgb(0_0_0/0.9)]">
        {chapter ? `${chapter} · ` : ''}
        {clockTime(time_s, duration_s)}
      </div>
    </div>
  );
}
