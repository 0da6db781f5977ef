/** What belongs to this device: loudness, quality and the line. What the viewer likes everywhere is the server's. */
export interface Taste {
  readonly volume: number;
  readonly muted: boolean;
  /** Subtitles as their author designed them, where they have a design. */
  readonly text_design: boolean;
  /** Bandwidth measured when something was last played. */
  readonly line_bps: number | null;
  /** The height of the quality last chosen on this device; null: by the line. */
  readonly quality: number | null;
}

const KEY = 'matinee.player';
const DEFAULT: Taste = { volume: 1, muted: false, text_design: true, line_bps: null, quality: null };

type Shelf = Pick<Storage, 'getItem' | 'setItem'>;

/** Private windows and full storages refuse: then nothing is remembered, and nothing breaks. */
export function readTaste(shelf: Shelf): Taste {
  try {
    const kept: unknown = JSON.parse(shelf.getItem(KEY) ?? '{}');
    const taste = { ...DEFAULT, ...(typeof kept === 'object' ? kept : {}) };
    const volume = Number(taste.volume);
    const quality = Number(taste.quality) > 0 ? Number(taste.quality) : null;
    const [muted, text_design] = [taste.muted === true, taste.text_design !== false];
    return { ...taste, text_design, quality, volume: volume >= 0 && volume <= 1 ? volume : 1, muted };
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

/** The language of subtitles that older versions kept on the device; taken away as it is read. */
export function takeTextLanguage(shelf: Shelf): string | null {
  try {
    const { text_language, ...rest } = JSON.parse(shelf.getItem(KEY) ?? '{}') as Record<string, unknown>;
    if (text_language === undefined) return null;
    shelf.setItem(KEY, JSON.stringify(rest));
    return typeof text_language === 'string' && text_language !== '' ? text_language : null;
  } catch {
    return null;
  }
}
