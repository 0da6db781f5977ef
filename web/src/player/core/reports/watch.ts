/** Tells the measure what the media element does, and when a picture is really on the screen. */
import type { Clock } from '../clock';
import { spansOf, watchMedia } from '../media';
import type { Store } from '../store';
import { bufferedUntil } from '../timeline';
import type { Snapshot } from '../types';
import type { Measure } from './measure';

/** A picture within this of where the element is belongs to that place. */
const SAME_PLACE_S = 1;
/** Where no picture is told of after a seek (a still one, sound alone) the element's word is taken. */
const PATIENCE_MS = 700;
const HAVE_FUTURE_DATA = 3;

export function watch(
  video: HTMLVideoElement,
  store: Store<Snapshot>,
  measure: Measure,
  clock: Clock,
): () => void {
  let place_s = 0;
  let frameAt_ms: number | null = null;
  let stopPatience: () => void = () => undefined;
  let stopped = false;

  const ready = () => store.get().phase === 'ready';
  const hidden = () => video.ownerDocument.hidden;
  const shown = () => {
    const { way, playback } = store.get();
    measure.shown(video.currentTime, { way, decision: playback?.decision ?? null });
  };

  const onFrame = (place: number) => {
    if (stopped) return;
    const here = Math.abs(place - video.currentTime) < SAME_PLACE_S;
    if (!measure.begun) {
      // Before it stands at its place the element may show the film's first picture.
      if (here && ready()) shown();
      else if (!here || !ready()) return nextFrame();
    }
    if (here) frameAt_ms = clock.now();
    if (here && !video.seeking) return arrive();
    if (video.seeking) nextFrame();
  };
  const nextFrame = () =>
    void video.requestVideoFrameCallback?.((_now, { mediaTime }) => onFrame(mediaTime));
  const arrive = () => {
    stopPatience();
    measure.arrived(Math.max(frameAt_ms ?? 0, seekedAt_ms) || undefined);
    frameAt_ms = null;
  };
  let seekedAt_ms = 0;
  const seeking = () => {
    stopPatience();
    frameAt_ms = null;
    seekedAt_ms = 0;
    const to_s = video.currentTime;
    if (!ready() || hidden()) return measure.rests();
    const near = bufferedUntil(spansOf(video.buffered), to_s) > to_s;
    measure.seeking(place_s, to_s, near);
    place_s = to_s;
    nextFrame();
  };
  const seeked = () => {
    seekedAt_ms = clock.now();
    if (frameAt_ms !== null) return arrive();
    stopPatience();
    stopPatience = clock.after(PATIENCE_MS, arrive);
  };
  const moved = () => {
    if (!ready() || video.seeking) return;
    place_s = video.currentTime;
    if (!measure.begun && video.videoWidth === 0 && !video.paused && place_s > 0) shown();
    if (video.paused || hidden()) return;
    measure.moves(place_s);
    const frames = video.getVideoPlaybackQuality?.();
    if (frames) measure.frames(frames.droppedVideoFrames, frames.totalVideoFrames);
  };
  const stands = () => {
    const still = video.readyState < HAVE_FUTURE_DATA || video.playbackRate === 0;
    if (still && ready() && !video.paused && !video.ended && !video.seeking && !hidden()) {
      measure.stands(video.currentTime);
    }
  };

  const stopMedia = watchMedia(video, (event) => {
    if (event === 'seeking') seeking();
    else if (event === 'seeked') seeked();
    else if (event === 'timeupdate') moved();
    // Shaka holds the element at speed 0 when it runs dry, and then nothing waits.
    else if (event === 'waiting' || event === 'ratechange') stands();
    else if (event === 'pause' || event === 'ended' || event === 'emptied') measure.rests();
  });
  const onHidden = () => {
    if (!hidden()) return;
    measure.spoil();
    measure.rests();
  };
  video.ownerDocument.addEventListener?.('visibilitychange', onHidden);
  if (hidden()) measure.spoil();
  nextFrame();

  return () => {
    stopped = true;
    stopPatience();
    stopMedia();
    video.ownerDocument.removeEventListener?.('visibilitychange', onHidden);
  };
}
