import type { Chapter } from '@/api';

/** How much of a chapter has been seen, 0 to 100. */
export function seenOf(chapter: Chapter, position_s: number): number {
  const length = chapter.end_s - chapter.start_s;
  if (length <= 0) return 0;
  return Math.min(100, Math.max(0, ((position_s - chapter.start_s) / length) * 100));
}
