/** Titles that show the same, held beside each other: what each is best at, and which one to keep. */
import type { Asset, Media } from '@/api';

export type Merit = 'sharpest' | 'hdr' | 'smallest';

const mainOf = (media: Media): Asset | undefined => media.assets?.[0];
const pixels = (media: Media) => Math.max(0, ...(media.assets ?? []).map((asset) => (asset.width ?? 0) * (asset.height ?? 0)));
const bytes = (media: Media) => (media.assets ?? []).reduce((sum, asset) => sum + asset.size_bytes, 0);
const inHdr = (media: Media) => (media.assets ?? []).some((asset) => asset.hdr && asset.hdr !== 'sdr');

/** Only what tells one from the others: where all are alike none is the best. */
export function merits(media: Media, all: readonly Media[]): Merit[] {
  const others = all.filter((one) => one.id !== media.id);
  const found: Merit[] = [];
  if (others.every((one) => pixels(one) < pixels(media))) found.push('sharpest');
  if (inHdr(media) && !others.some(inHdr)) found.push('hdr');
  if (others.every((one) => bytes(one) > bytes(media))) found.push('smallest');
  return found;
}

/** How well a title is known: by hand, by what it says of itself, by who watches it. */
function known(media: Media): number[] {
  return [
    media.progress ? 1 : 0,
    (media.locked ?? []).length > 0 ? 1 : 0,
    (media.doubts ?? []).length > 0 ? 0 : 1,
    media.kind === 'video' ? 0 : 1,
    media.description ? 1 : 0,
    pixels(media),
    -Date.parse(media.added_at),
  ];
}

/** The one whose name and pictures stay unless somebody says otherwise. */
export function proposed(all: readonly Media[]): Media | undefined {
  return [...all].sort((a, b) => {
    const [left, right] = [known(a), known(b)];
    const at = left.findIndex((value, n) => value !== right[n]);
    return at < 0 ? 0 : (right[at] ?? 0) - (left[at] ?? 0);
  })[0];
}

export const placeOf = (media: Media): string | null => mainOf(media)?.path ?? mainOf(media)?.key ?? null;
