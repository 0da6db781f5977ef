/** What the viewer likes everywhere: loudness and the language of subtitles, kept in this browser. */
export interface Taste {
  readonly volume: number;
  readonly muted: boolean;
  /** Language of the subtitle last chosen; null: none wanted. */
  readonly text_language: string | null;
  /** Subtitles as their author designed them, where they have a design. */
  readonly text_design: boolean;
  /** Bandwidth measured when something was last played. */
  readonly line_bps: number | null;
  /** The height of the quality last chosen on this device; null: by the line. */
  readonly quality: number | null;
  /** Films are brought to one loudness; their quiet and loud brought together. */
  readonly levelling: boolean;
  readonly night: boolean;
}

const KEY = 'matinee.player';
const DEFAULT: Taste = {
  volume: 1, muted: false, text_language: null, text_design: true, line_bps: null, quality: null,
  levelling: false, night: false,
};

type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

/** Private windows and full storages refuse: then nothing is remembered, and nothing breaks. */
export function readTaste(shelf: Shelf): Taste {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(KEY) ?? '{}');
    const taste = { ...DEFAULT, ...(typeof kept === 'object' ? kept : {}) };
    const volume = Number(taste.volume);
    const quality = Number(taste.quality) > 0 ? Number(taste.quality) : null;
    const [muted, levelling, night] = [taste.muted === true, taste.levelling === true, taste.night === true];
    const text_design = taste.text_design !== false;
    return { ...taste, text_design, quality, volume: volume >= 0 && volume <= 1 ? volume : 1, muted, levelling, night };
  } catch {
    return DEFAULT;
  }
}

export function keepTaste(shelf: Shelf, change: Partial<Taste>): void {
  try {
    shelf.setItem(KEY, JSON.stringify({ ...readTaste(shelf), ...change }));
  } catch {
    return;
  }
}
