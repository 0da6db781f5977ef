/** The ladder's heights, and choosing among them. */
export const HEIGHTS = [2160, 1440, 1080, 720, 480, 360, 240] as const;

/** With a height added or taken away; all of them are written as none. */
export function withHeight(heights: readonly number[], height: number): number[] {
  const next = heights.includes(height) ? heights.filter((one) => one !== height) : [...heights, height];
  return next.length === HEIGHTS.length ? [] : next.sort((a, b) => a - b);
}
