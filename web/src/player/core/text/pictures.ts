/**
 * Subtitles that are pictures: which show at a moment, where they stand, and their list from the
 * server. The server gives places on a canvas of its own, which is laid over the film.
 */
import type { Clock } from '../clock';
import type { PictureOnScreen } from '../types';

export interface TimedPicture {
  readonly start_s: number;
  readonly end_s: number;
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
  readonly canvas_width: number;
  readonly canvas_height: number;
  readonly name: string;
}

export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A canvas at least this wide is of square pixels; a smaller one (DVD) is stretched to the film. */
const SQUARE_FROM = 1000;
const RETRY_MS = 3000;
const MOST_TRIES = 20;
/** A timer may come a little early: the picture of that moment is meant all the same. */
const EARLY_S = 0.02;

/** The pictures that show at a moment. `list` rises by its starts. */
export function picturesAt(list: readonly TimedPicture[], time_s: number): TimedPicture[] {
  const at = time_s + EARLY_S;
  const shown: TimedPicture[] = [];
  for (const picture of list) {
    if (picture.start_s > at) break;
    if (at < picture.end_s) shown.push(picture);
  }
  return shown;
}

/** Seconds until something appears or goes; null where nothing more does. */
export function untilChange(list: readonly TimedPicture[], time_s: number): number | null {
  const at = time_s + EARLY_S;
  let next = Infinity;
  for (const { start_s, end_s } of list) {
    if (start_s > at) {
      next = Math.min(next, start_s);
      break;
    }
    if (end_s > at) next = Math.min(next, end_s);
  }
  return next === Infinity ? null : next - time_s;
}

/** A picture's place in parts of the film's picture, 0 to 1; it may reach beyond (cut-off bars). */
export function placeOf(picture: TimedPicture, film: Size): Omit<PictureOnScreen, 'url'> {
  const canvas = { width: picture.canvas_width || 1, height: picture.canvas_height || 1 };
  // A film whose black bars were cut off is lower than its canvas: that reaches over it equally.
  const square = canvas.width >= SQUARE_FROM && film.width > 0 && film.height > 0;
  const tall = square ? (canvas.height / canvas.width) * (film.width / film.height) : 1;
  const shift = (1 - tall) / 2;
  return {
    left: picture.x / canvas.width,
    top: shift + (picture.y / canvas.height) * tall,
    width: picture.width / canvas.width,
    height: (picture.height / canvas.height) * tall,
  };
}

interface Deps {
  readonly clock: Clock;
  /** The list at an address; throws where it does not come. */
  fetchList(url: string): Promise<TimedPicture[]>;
  changed(pictures: readonly PictureOnScreen[]): void;
}

export interface Pictures {
  /** Shows the list at an address; null: none. */
  select(url: string | null): void;
  /** Later by so many seconds than they are written. */
  delay(seconds: number): void;
  destroy(): void;
}

export async function fetchPictures(url: string): Promise<TimedPicture[]> {
  const answer = await fetch(url, { credentials: 'same-origin' });
  if (!answer.ok) throw new Error(String(answer.status));
  const list = (await answer.json()) as TimedPicture[];
  return list.sort((a, b) => a.start_s - b.start_s);
}

export function createPictures(video: HTMLVideoElement, deps: Deps): Pictures {
  let base: string | null = null;
  let list: readonly TimedPicture[] = [];
  let before = '[]';
  let delay_s = 0;
  let stop = () => {};
  let stopAsking = () => {};

  const show = () => {
    stop();
    const film = { width: video.videoWidth, height: video.videoHeight };
    const shown = picturesAt(list, video.currentTime - delay_s).map((picture) => ({
      url: (base ?? '').replace(/[^/]*$/, picture.name),
      ...placeOf(picture, film),
    }));
    const now = JSON.stringify(shown);
    if (now !== before) {
      before = now;
      deps.changed(shown);
    }
    const wait_s = video.paused ? null : untilChange(list, video.currentTime - delay_s);
    // Media events come four times a second, which is too late for a line that is spoken.
    if (wait_s !== null && wait_s < 1) stop = deps.clock.after((wait_s * 1000) / (video.playbackRate || 1), show);
  };
  const load = async (url: string, tries: number) => {
    try {
      const found = await deps.fetchList(url);
      if (url !== base) return;
      list = found;
      show();
    } catch {
      // The server may still be reading the film: it comes, so it is asked again.
      if (url === base && tries < MOST_TRIES) stopAsking = deps.clock.after(RETRY_MS, () => void load(url, tries + 1));
    }
  };
  const events = ['timeupdate', 'seeking', 'seeked', 'play', 'pause', 'resize'] as const;
  for (const name of events) video.addEventListener(name, show);
  return {
    select(url) {
      if (url === base) return;
      base = url;
      list = [];
      stopAsking();
      show();
      if (url !== null) void load(url, 1);
    },
    delay(seconds) {
      delay_s = seconds;
      show();
    },
    destroy() {
      base = null;
      list = [];
      stop();
      stopAsking();
      for (const name of events) video.removeEventListener(name, show);
    },
  };
}
