/** Half stars, 1 to 10, from where one points and from what one presses. */

const MOST = 10;

/** The half under a place on the row of stars, 0 its left end and 1 its right. */
export function halvesAt(part: number): number {
  return Math.max(1, Math.min(MOST, Math.ceil(part * MOST)));
}

/** What a key makes of them: null takes them away, undefined is no key of theirs. */
export function halvesFor(key: string, value: number | null): number | null | undefined {
  const now = value ?? 0;
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(MOST, now + 1);
  if (key === 'ArrowLeft' || key === 'ArrowDown') return now > 1 ? now - 1 : null;
  if (key === 'Home' || key === '0' || key === 'Delete' || key === 'Backspace') return null;
  if (key === 'End') return MOST;
  return /^[1-5]$/.test(key) ? Number(key) * 2 : undefined;
}
