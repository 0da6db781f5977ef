/** Rows of a list that scrolls with the page: only those on screen are drawn. Lengths are px. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';

import { useWidth } from '@/lib/useWidth';

interface Rows {
  /** How many there are in a width. */
  count: (width: number) => number;
  height: (width: number) => number;
  overscan: number;
  /** What stands over the top of the list when it is scrolled: the bar, a head. */
  above: number;
}

export function useRows<T extends HTMLElement>({ count, height, overscan, above }: Rows) {
  const { node, width, top } = useWidth<T>();
  const tall = height(width || 1);
  const rows = useWindowVirtualizer({
    count: width ? count(width) : 0,
    estimateSize: () => tall,
    overscan,
    scrollMargin: top,
    scrollPaddingStart: above,
    getItemKey: (row) => `${tall}:${row}`,
  });
  const shown = rows.getVirtualItems();
  const scrolled = rows.scrollOffset ?? 0;
  return {
    node,
    width,
    top,
    tall,
    shown,
    total: rows.getTotalSize(),
    /** The row at the top of the screen. */
    first: shown.find((row) => row.end > scrolled + above + 1)?.index ?? 0,
    atEnd: scrolled + window.innerHeight >= document.documentElement.scrollHeight - 8,
    goTo: (row: number) => rows.scrollToIndex(row, { align: 'start' }),
  };
}
