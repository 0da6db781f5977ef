/** The moments of a film that are on the screen, as they come. */
import type { Clock } from '../clock';

/** A picture that stands longer than this may have lines that change over it. */
const STILL_MS = 120;

/**
 * Calls back with the time of every picture shown, and a few times a second where the picture
 * stands still. The answer stops it.
 */
export function watchFrames(video: HTMLVideoElement, clock: Clock, shown: (time_s: number) => void): () => void {
  let last = -Infinity;
  let asked = 0;
  const tell = (time_s: number) => {
    last = clock.now();
    shown(time_s);
  };
  // Firefox learnt it in 2024 only.
  const byPicture = typeof (video as Partial<HTMLVideoElement>).requestVideoFrameCallback === 'function';
  const again = () => {
    asked = byPicture
      ? video.requestVideoFrameCallback((_, { mediaTime }) => {
          tell(mediaTime);
          again();
        })
      : requestAnimationFrame(() => {
          if (!video.paused) tell(video.currentTime);
          again();
        });
  };
  const moved = () => {
    if (clock.now() - last > STILL_MS) tell(video.currentTime);
  };
  again();
  video.addEventListener('timeupdate', moved);
  video.addEventListener('seeked', moved);
  return () => {
    if (byPicture) video.cancelVideoFrameCallback(asked);
    else cancelAnimationFrame(asked);
    video.removeEventListener('timeupdate', moved);
    video.removeEventListener('seeked', moved);
  };
}
