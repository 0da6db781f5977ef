/** The versions of a title: the same film in another cut, size or codec. */
import type { Asset } from '@/api';
import { formatBytes } from '@/lib/format';
import { codecName, containerName, hdrName, qualityName } from '@/lib/names';

/** The cut, where all the files are of one; with several cuts it is a matter of the file. */
export function editionOf(assets: readonly Pick<Asset, 'edition'>[]): string | null {
  const editions = new Set(assets.map((asset) => asset.edition));
  return editions.size === 1 ? ([...editions][0] ?? null) : null;
}

/** What tells a version from the others: Director’s Cut · 4K HDR. */
export function versionName(asset: Asset): string {
  const quality = [qualityName(asset.width, asset.height), hdrName(asset.hdr)].filter(Boolean).join(' ');
  // A label that only repeats the quality is no second fact.
  const label = asset.label && asset.label.toLowerCase() !== quality.toLowerCase() ? asset.label : null;
  return [asset.edition, label, quality].filter(Boolean).join(' · ') || containerName(asset.container);
}

/** The rest in a line: HEVC · MKV · 12 GB. */
export function versionFacts(asset: Asset, locale: string): string {
  return [asset.video_codec && codecName(asset.video_codec), containerName(asset.container), formatBytes(asset.size_bytes, locale)]
    .filter(Boolean)
    .join(' · ');
}
