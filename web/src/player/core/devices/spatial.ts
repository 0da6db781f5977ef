/** From one control to the next by an arrow, as remote controls do it. No I/O. */
export type Direction = 'left' | 'right' | 'up' | 'down';

export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

const ARROWS: Readonly<Record<string, Direction>> = {
  ArrowLeft: 'left', ArrowRight: 'right', ArrowUp: 'up', ArrowDown: 'down',
};

export function directionOf(key: string): Direction | null {
  return ARROWS[key] ?? null;
}

/** How much a step aside counts beside a step ahead: rows are kept to before they are left. */
const ASIDE = 3;

function steps(from: Box, to: Box, way: Direction): { ahead: number; aside: number } {
  const dx = to.left + to.width / 2 - (from.left + from.width / 2);
  const dy = to.top + to.height / 2 - (from.top + from.height / 2);
  if (way === 'left' || way === 'right') return { ahead: way === 'left' ? -dx : dx, aside: Math.abs(dy) };
  return { ahead: way === 'up' ? -dy : dy, aside: Math.abs(dx) };
}

/** The nearest of `boxes` that way; -1 where there is none. */
export function nextOf(from: Box, boxes: readonly Box[], way: Direction): number {
  const sideways = way === 'left' || way === 'right';
  let [best, least] = [-1, Infinity];
  boxes.forEach((box, n) => {
    const { ahead, aside } = steps(from, box, way);
    // Sideways stays in the row; up and down may go anywhere ahead.
    const beside = sideways ? ahead < 1 : ahead <= from.height / 2;
    if (beside || (sideways && aside > Math.max(from.height, box.height))) return;
    const far = sideways ? ahead + ASIDE * aside : ahead + aside / ASIDE;
    if (far < least) [best, least] = [n, far];
  });
  return best;
}
