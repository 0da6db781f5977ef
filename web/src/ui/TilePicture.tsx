import type { Tile } from '@/lib/sprites';

interface Props {
  readonly tile: Tile;
  /** The box it fills, in px; what is over at the sides is cut off. */
  readonly width: number;
  readonly height: number;
}

/** One small picture of a sheet, as large as its box. */
export function TilePicture({ tile, width, height }: Props) {
  const scale = Math.max(width / tile.width, height / tile.height);
  return (
    <span aria-hidden className="block overflow-hidden" style={{ width, height }}>
      <span
        className="block"
        style={{
          width: tile.width,
          height: tile.height,
          backgroundImage: `url("${tile.url}")`,
          backgroundPosition: `-${tile.x}px -${tile.y}px`,
          transform: `translate(${(width - tile.width * scale) / 2}px, ${(height - tile.height * scale) / 2}px) scale(${scale})`,
          transformOrigin: 'top left',
        }}
      />
    </span>
  );
}
