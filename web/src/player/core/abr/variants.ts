/** The variants of a manifest as rungs: which are worth choosing between, and how much the screen shows. */
import type { Rung } from './rule';

interface Picture {
  readonly width?: number | null;
  readonly height?: number | null;
  readonly codecs?: string;
}

/** As much of a variant as matters here; its bandwidth is picture and sound together. */
export interface Variant {
  readonly bandwidth: number;
  readonly video: Picture | null;
}

/** Formats that need fewer bits than H.264 for the same picture. */
const SPARING = /^(av01|hvc1|hev1|vp09|vp9)/;
/** What a format alone spares is less than half. */
const MOST_SPARED = 2;

/**
 * The cheapest first. Of two of one height that differ in format alone the dearer goes, and whatever costs
 * no less than a larger one: the original of a still lecture may be smaller than its encoded rungs.
 */
export function worthwhile<T extends Variant>(variants: readonly T[]): T[] {
  const sorted = [...variants].sort((a, b) => a.bandwidth - b.bandwidth);
  return sorted.filter((one) => !sorted.some((other) => sparesMore(other, one) || larger(other, one)));
}

function larger(other: Variant, one: Variant): boolean {
  return (other.video?.height ?? 0) > (one.video?.height ?? Infinity) && other.bandwidth <= one.bandwidth;
}

function sparesMore(other: Variant, one: Variant): boolean {
  const sparing = (variant: Variant) => SPARING.test(variant.video?.codecs ?? '');
  return (
    other.video?.height === one.video?.height && sparing(other) && !sparing(one) &&
    other.bandwidth <= one.bandwidth && one.bandwidth < other.bandwidth * MOST_SPARED
  );
}

export function rungOf(variant: Variant): Rung {
  return { bitrate_bps: variant.bandwidth, height: variant.video?.height ?? null };
}

/** The lines of picture that a room of so many pixels shows, bars above or beside it left out. */
export function visibleHeight(room: { width: number; height: number }, variants: readonly Variant[]): number | null {
  const { width, height } = variants.at(-1)?.video ?? {};
  if (!width || !height || room.width <= 0 || room.height <= 0) return null;
  return Math.min(room.height, (room.width * height) / width);
}
