/**
 * Wakes a picture that stands still after a change of quality.
 *
 * A quality that is copied has its own groups of pictures, some of ten seconds. Where playing is in
 * the middle of one, the browser waits for the beginning of the next and shows a still picture
 * meanwhile, while the sound goes on. A seek to the very place where it plays makes it decode the
 * group from its beginning instead.
 */
import type { Clock } from '../clock';

export const LOOK_MS = 250;
export const STILL_S = 0.75;
export const WATCH_MS = 20_000;
export const MOST = 2;

export interface Thaw {
  /** The quality changes, now or within the next seconds. */
  changed(): void;
  destroy(): void;
}

export function createThaw(video: HTMLVideoElement, clock: Clock): Thaw {
  let until = 0;
  let cancel: (() => void) | null = null;
  let frames = -1;
  /** Where the picture was last seen to move; a picture that lasts long is given longer. */
  let moved_s = 0;
  let slowest_s = 0;
  let left = 0;

  const look = () => {
    cancel = null;
    const shown = video.getVideoPlaybackQuality().totalVideoFrames;
    const now_s = video.currentTime;
    // A page nobody sees gets no pictures, and sound alone has none.
    const rests =
      video.paused || video.seeking || video.ended || video.readyState < 3 || shown === 0 || video.ownerDocument.hidden;
    if (shown !== frames || rests || now_s < moved_s) {
      if (shown !== frames && frames >= 0 && !rests) slowest_s = Math.max(slowest_s, now_s - moved_s);
      frames = shown;
      moved_s = now_s;
    } else if (now_s - moved_s > Math.max(STILL_S, 2 * slowest_s) * video.playbackRate) {
      moved_s = now_s;
      left -= 1;
      video.currentTime = now_s;
    }
    if (clock.now() < until && left > 0) cancel = clock.after(LOOK_MS, look);
  };

  return {
    changed() {
      until = clock.now() + WATCH_MS;
      left = MOST;
      if (cancel) return;
      frames = -1;
      moved_s = video.currentTime;
      look();
    },
    destroy() {
      cancel?.();
      until = 0;
    },
  };
}
