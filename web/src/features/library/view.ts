/** How the library is looked at on this device: stills or list, how dense, and which columns. */
import { create } from 'zustand';

import { CARD_SIZES, type CardSize } from '@/ui/media/shape';

import { COLUMN_NAMES, USUAL, type ColumnName } from './columns';

export const LOOKS = ['grid', 'list'] as const;
export type Look = (typeof LOOKS)[number];
export const ROW_SIZES = ['comfortable', 'compact'] as const;
export type RowSize = (typeof ROW_SIZES)[number];

export interface View {
  look: Look;
  cards: CardSize;
  rows: RowSize;
  columns: readonly ColumnName[];
}

const KEY = 'matinee.library.view';
/** Before there were sizes, one word said it all. */
const OLD_KEY = 'matinee.library.look';

function oneOf<T>(allowed: readonly T[], value: unknown, usual: T): T {
  return allowed.includes(value as T) ? (value as T) : usual;
}

/** Reads what was kept; what it does not know is as usual. */
export function readView(kept: string | null, old: string | null = null): View {
  let view: Partial<Record<keyof View, unknown>> = { look: old, cards: old === 'dense' ? 'small' : undefined };
  try {
    const read: unknown = kept === null ? null : JSON.parse(kept);
    if (read && typeof read === 'object') view = read;
  } catch {
    // Somebody else wrote there.
  }
  const columns = view.columns;
  return {
    look: oneOf(LOOKS, view.look, 'grid'),
    cards: oneOf(CARD_SIZES, view.cards, 'medium'),
    rows: oneOf(ROW_SIZES, view.rows, 'comfortable'),
    columns: Array.isArray(columns) ? COLUMN_NAMES.filter((name) => columns.includes(name)) : USUAL,
  };
}

function stored(): View {
  try {
    return readView(localStorage.getItem(KEY), localStorage.getItem(OLD_KEY));
  } catch {
    return readView(null);
  }
}

interface Kept extends View {
  keep: (part: Partial<View>) => void;
}

export const useView = create<Kept>((set, get) => ({
  ...stored(),
  keep: (part) => {
    set(part);
    const { look, cards, rows, columns } = get();
    try {
      localStorage.setItem(KEY, JSON.stringify({ look, cards, rows, columns }));
    } catch {
      // Kept for this visit only.
    }
  },
}));
