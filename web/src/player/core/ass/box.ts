/** Where a film's picture lies in its element, and how many dots are painted over it. No I/O. */

export interface Size {
  readonly width: number;
  readonly height: number;
}

export interface Box extends Size {
  readonly left: number;
  readonly top: number;
}

/** Letters gain nothing visible from more lines than these, and every line costs time. */
export const MOST_LINES = 1440;

/** The picture's box as `object-fit: contain` lays it; null while one of them has no size. */
export function filmBox(element: Size, film: Size): Box | null {
  if (element.width <= 0 || element.height <= 0 || film.width <= 0 || film.height <= 0) return null;
  const scale = Math.min(element.width / film.width, element.height / film.height);
  const width = film.width * scale;
  const height = film.height * scale;
  return { left: (element.width - width) / 2, top: (element.height - height) / 2, width, height };
}

/** The dots of a box on a screen with so many dots to a pixel. */
export function dotsOf(box: Size, ratio: number): Size {
  const scale = Math.min(ratio || 1, MOST_LINES / box.height);
  return { width: Math.max(1, Math.round(box.width * scale)), height: Math.max(1, Math.round(box.height * scale)) };
}
