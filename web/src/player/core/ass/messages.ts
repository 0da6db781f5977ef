/** What the page and the worker that draws ASS say to each other. */

/** Where the script is, and the list of the fonts in its film. */
export interface Design {
  readonly script_url: string;
  readonly fonts_url: string | null;
}

/** Why the lines are shown plain though they have a design. */
export type PlainReason = 'chosen' | 'browser' | 'failed' | 'fonts';

/** Sizes in dots: what is painted, and the film's own picture. */
export interface PaintSize {
  readonly width: number;
  readonly height: number;
  readonly film_width: number;
  readonly film_height: number;
}

export interface Moment {
  readonly time_s: number;
  /** Paint even where nothing changed. */
  readonly anew: boolean;
}

export type ToWorker =
  | ({ readonly do: 'open'; readonly canvas: OffscreenCanvas } & Design)
  | ({ readonly do: 'size' } & PaintSize)
  | ({ readonly do: 'draw' } & Moment);

export type FromWorker =
  | { readonly is: 'ready' }
  | { readonly is: 'drawn' }
  | { readonly is: 'failed'; readonly why: 'failed' | 'fonts' };
