/** Where things lie in a grid that is being put in order. No I/O; lengths are px. */

/** A grid of equal cells; `cell` and `row` are from one cell's edge to the next one's. */
export interface Cells {
  columns: number;
  cell: number;
  row: number;
  count: number;
}

/** The list with the thing at `from` taken to `to`. */
export function moved<T>(list: readonly T[], from: number, to: number): T[] {
  const next = [...list];
  next.splice(to, 0, ...next.splice(from, 1));
  return next;
}

/** Where the thing at `index` stands while the one at `from` is held over `to`. */
export function shownAt(index: number, from: number, to: number): number {
  if (index === from) return to;
  if (from < index && index <= to) return index - 1;
  if (to <= index && index < from) return index + 1;
  return index;
}

/** The place that a point of the grid lies in, the nearest one where it lies beside it. */
export function placeAt(x: number, y: number, cells: Cells): number {
  const column = Math.max(0, Math.min(cells.columns - 1, Math.floor(x / cells.cell)));
  const row = Math.max(0, Math.floor(y / cells.row));
  return Math.max(0, Math.min(cells.count - 1, row * cells.columns + column));
}

/** The place that a key leads to from `at`; null where the key moves nothing. */
export function placeByKey(key: string, at: number, { columns, count }: Cells): number | null {
  const wanted: Record<string, number> = {
    ArrowLeft: at - 1,
    ArrowRight: at + 1,
    ArrowUp: at - columns,
    ArrowDown: at + columns,
    Home: 0,
    End: count - 1,
  };
  const to = wanted[key];
  if (to === undefined) return null;
  // Under the last row there is nothing: the last place is meant, unless one is in that row already.
  if (to >= count) return Math.floor(at / columns) < Math.floor((count - 1) / columns) ? count - 1 : at;
  return to < 0 ? at : to;
}
