/** Pictures a device is too slow for: looked at now and then, and told when there are too many. */
import type { Clock } from '../clock';

const EVERY_MS = 5000;
/** Of all pictures since the last look. */
const TOO_MANY = 0.15;
/** Fewer tell nothing. */
const ENOUGH = 30;

export interface Frames {
  readonly dropped: number;
  readonly total: number;
}

export function tooMany(before: Frames, now: Frames): boolean {
  const total = now.total - before.total;
  return total >= ENOUGH && (now.dropped - before.dropped) / total >= TOO_MANY;
}

/** Calls back when too many were dropped at normal speed; returns what ends it. */
export function watchFrames(video: HTMLMediaElement, clock: Clock, slow: () => void): () => void {
  if (!(video instanceof HTMLVideoElement)) return () => undefined;
  const count = (): Frames => {
    const quality = video.getVideoPlaybackQuality();
    return { dropped: quality.droppedVideoFrames, total: quality.totalVideoFrames };
  };
  let before = count();
  // A change of picture drops a few by itself.
  const anew = () => void (before = count());
  const look = () => {
    const now = count();
    const counts = !video.paused && video.playbackRate <= 1 && document.visibilityState === 'visible';
    if (counts && tooMany(before, now)) slow();
    before = now;
    cancel = clock.after(EVERY_MS, look);
  };
  let cancel = clock.after(EVERY_MS, look);
  video.addEventListener('resize', anew);
  return () => {
    cancel();
    video.removeEventListener('resize', anew);
  };
}
