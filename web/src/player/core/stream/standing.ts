/** Waits until the element really is where it was sent; a slow seek is no failure. */
const NEAR_S = 1.5;
const PATIENCE_MS = 8000;

export function standingAt(video: HTMLVideoElement, at_s: number): Promise<void> {
  const there = () => !video.seeking && Math.abs(video.currentTime - at_s) <= NEAR_S;
  if (there()) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(patience);
      video.removeEventListener('seeked', done);
      resolve();
    };
    const patience = setTimeout(done, PATIENCE_MS);
    video.addEventListener('seeked', done);
  });
}
