/** How stills fill the width there is. Lengths are px. */

export const CARD_SIZES = ['small', 'medium', 'large'] as const;
export type CardSize = (typeof CARD_SIZES)[number];

export interface Shape {
  columns: number;
  gap: number;
  rowGap: number;
  cell: number;
}

/** How wide a still is wished, and the fewest in a row so that phones are used well. */
const SIZES: Record<CardSize, { desk: number; phone: number; fewest: number }> = {
  small: { desk: 168, phone: 110, fewest: 3 },
  medium: { desk: 240, phone: 160, fewest: 2 },
  large: { desk: 360, phone: 300, fewest: 1 },
};

export function shapeOf(width: number, size: CardSize): Shape {
  const phone = width < 640;
  const gap = phone ? 10 : 16;
  const { desk, phone: narrow, fewest } = SIZES[size];
  const least = phone ? fewest : fewest + 1;
  const columns = Math.max(least, Math.floor((width + gap) / ((phone ? narrow : desk) + gap)));
  return { columns, gap, rowGap: phone ? 16 : 22, cell: (width - gap * (columns - 1)) / columns };
}
