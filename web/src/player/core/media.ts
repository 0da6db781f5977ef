/** Reads the media element: the only source of what plays, where, how loud and how fast. */
import type { Snapshot, Span } from './types';

const EVENTS = [
  'play', 'playing', 'pause', 'ended', 'seeking', 'seeked', 'waiting', 'stalled', 'canplay',
  'timeupdate', 'durationchange', 'loadedmetadata', 'progress', 'volumechange', 'ratechange',
  'resize', 'emptied', 'enterpictureinpicture', 'leavepictureinpicture',
] as const;

export function spansOf(ranges: TimeRanges): Span[] {
  return Array.from({ length: ranges.length }, (_, i) => ({
    start_s: ranges.start(i),
    end_s: ranges.end(i),
  }));
}

/** Where the last buffered stretch ends; 0 where nothing is buffered. */
export function bufferedEnd({ buffered }: HTMLVideoElement): number {
  return buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
}

/** HAVE_FUTURE_DATA: below it the next frame is not there. */
const ENOUGH = 3;

export function readMedia(video: HTMLVideoElement): Partial<Snapshot> {
  const duration = video.duration;
  return {
    paused: video.paused,
    ended: video.ended,
    seeking: video.seeking,
    waiting: !video.ended && video.readyState < ENOUGH && (!video.paused || video.seeking),
    time_s: video.currentTime,
    ...(Number.isFinite(duration) && duration > 0 ? { duration_s: duration } : {}),
    buffered: spansOf(video.buffered),
    volume: video.volume,
    muted: video.muted,
    // Shaka holds the element at speed 0 while it buffers: nobody chose that.
    rate: video.playbackRate || video.defaultPlaybackRate,
    video_width: video.videoWidth,
    video_height: video.videoHeight,
    pip: document.pictureInPictureElement === video,
    can_pip: Boolean(document.pictureInPictureEnabled) && !video.disablePictureInPicture,
  };
}

/** Calls back at every change of the element; the answer stops it. */
export function watchMedia(video: HTMLVideoElement, changed: (event: string) => void): () => void {
  const hear = (event: Event) => changed(event.type);
  for (const name of EVENTS) video.addEventListener(name, hear);
  return () => {
    for (const name of EVENTS) video.removeEventListener(name, hear);
  };
}
