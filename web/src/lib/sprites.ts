/** Thumbnails for scrubbing: WebVTT whose cues name a tile of a sheet (`sheet.jpg#xywh=x,y,w,h`). */
export interface Tile {
  readonly start_s: number;
  readonly end_s: number;
  readonly url: string;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

const TIMING = /^((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})\s+-->\s+((?:\d+:)?\d{1,2}:\d{2}[.,]\d{3})/;
const XYWH = /#xywh=(?:pixel:)?(\d+),(\d+),(\d+),(\d+)$/;

function seconds(stamp: string): number {
  return stamp
    .replace(',', '.')
    .split(':')
    .reduce((sum, part) => sum * 60 + Number.parseFloat(part), 0);
}

/** The tiles of a sheet in order of time; broken cues are passed over, never thrown. */
export function parseSprites(vtt: string, base: string): Tile[] {
  const text = vtt.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n');
  if (!text.startsWith('WEBVTT')) return [];
  const tiles: Tile[] = [];
  for (const block of text.split(/\n{2,}/)) {
    const lines = block.split('\n');
    const at = lines.findIndex((line) => TIMING.test(line));
    const timing = at < 0 ? null : TIMING.exec(lines[at] ?? '');
    const payload = lines[at + 1]?.trim();
    if (!timing || !payload) continue;
    const tile = tileOf(payload, base);
    const [start_s, end_s] = [seconds(timing[1] ?? ''), seconds(timing[2] ?? '')];
    if (tile && end_s > start_s) tiles.push({ start_s, end_s, ...tile });
  }
  return tiles.sort((a, b) => a.start_s - b.start_s);
}

function tileOf(payload: string, base: string): Omit<Tile, 'start_s' | 'end_s'> | null {
  const place = XYWH.exec(payload);
  if (!place) return null;
  const [x, y, width, height] = place.slice(1, 5).map(Number) as [number, number, number, number];
  if (width <= 0 || height <= 0) return null;
  try {
    const url = new URL(payload.slice(0, place.index), base);
    // Sheets are ours: another origin or scheme in the file is not fetched.
    if (url.origin !== new URL(base).origin) return null;
    return { url: url.href, x, y, width, height };
  } catch {
    return null;
  }
}

/** The tile shown at a second: the last one that has begun (holes show the one before). */
export function tileAt(tiles: readonly Tile[], time_s: number): Tile | null {
  let low = 0;
  let high = tiles.length - 1;
  let found = 0;
  while (low <= high) {
    const middle = (low + high) >> 1;
    if ((tiles[middle]?.start_s ?? Infinity) <= time_s) {
      found = middle;
      low = middle + 1;
    } else {
      high = middle - 1;
    }
  }
  return tiles[found] ?? null;
}
