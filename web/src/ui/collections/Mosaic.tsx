/** The picture of a collection: that of one title, or of its first four side by side. */
import { Layers } from 'lucide-react';

import type { Cover } from '@/api';

import { cx } from '../cx';
import { Picture } from '../Picture';

/** How the cells lie, by how many there are. */
const LAYOUT: Record<number, string> = {
  1: '',
  2: 'grid-cols-2',
  3: 'grid-cols-2 grid-rows-2 [&>:first-child]:row-span-2',
  4: 'grid-cols-2 grid-rows-2',
};

interface Props {
  covers: Cover[];
  /** Widths at which the whole is shown, as for a picture. */
  sizes?: string;
  eager?: boolean;
  className?: string;
}

export function Mosaic({ covers, sizes, eager, className }: Props) {
  const shown = covers.slice(0, 4);
  if (shown.length === 0) {
    return (
      <div className={cx('flex aspect-video items-center justify-center rounded-card bg-fill text-ink-3', className)}>
        <Layers aria-hidden className="size-1/5 max-w-10" strokeWidth={1.3} />
      </div>
    );
  }
  return (
    <div className={cx('grid aspect-video gap-0.5 overflow-hidden rounded-card', LAYOUT[shown.length], className)}>
      {shown.map((cover, at) => (
        <Picture key={at} src={cover.poster_url} blurhash={cover.blurhash} sizes={sizes} eager={eager} className="min-h-0 min-w-0" />
      ))}
    </div>
  );
}
