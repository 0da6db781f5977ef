/** How the stills of the library fill its width. Lengths are px. */
export interface Shape {
  columns: number;
  gap: number;
  rowGap: number;
  cell: number;
}

/** Cards of about 240 px (160 when dense); never fewer than two, three when dense, so that phones are used well. */
export function shapeOf(width: number, dense: boolean): Shape {
  const phone = width < 640;
  const gap = phone ? 10 : 16;
  const wanted = dense ? (phone ? 110 : 168) : phone ? 160 : 240;
  const columns = Math.max(dense ? 3 : 2, Math.floor((width + gap) / (wanted + gap)));
  return { columns, gap, rowGap: phone ? 16 : 22, cell: (width - gap * (columns - 1)) / columns };
}
