/** How the stills of a collection fill the width there is, kept current. Lengths are px. */
import { useWidth } from '@/lib/useWidth';
import { CARD_CAPTION } from '@/ui/media';
import { shapeOf } from '@/ui/media/shape';
import type { Cells } from '@/ui/sorting';

export function useCells(count: number) {
  const { node, top, width } = useWidth<HTMLDivElement>();
  const { columns, gap, rowGap, cell: still } = shapeOf(width || 1, 'medium');
  const row = Math.round((still * 9) / 16) + CARD_CAPTION + rowGap;
  const cells: Cells & { still: number } = { columns, cell: still + gap, row, count, still };
  return { node, top, width, cells };
}
