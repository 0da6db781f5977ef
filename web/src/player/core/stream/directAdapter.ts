/** The file as it is: the browser's own demuxer, fed by ranges. */
import type { Adapter, AdapterEvents, AdapterStats } from './adapter';
import { PlayFailure, asFailure, failureOf } from './failure';
import type { Quality } from '../types';
import type { Source } from './ways';
import { standingAt } from './standing';

/** MediaError.code: the browser tells a bad line from bad bytes only roughly. */
const ABORTED = 1;
const DECODE = 3;

/** Asks the server itself why a file would not come: the element hides the status. */
export async function whyNot(url: string, error: MediaError | null): Promise<PlayFailure> {
  if (error?.code === DECODE) return new PlayFailure('decode', error.message || 'decode error');
  try {
    const answer = await fetch(url, { headers: { Range: 'bytes=0-0' }, credentials: 'same-origin' });
    if (answer.ok) {
      await answer.body?.cancel();
      // The bytes come, so it is what is in them.
      return error?.code === 2
        ? new PlayFailure('network', error.message)
        : new PlayFailure('decode', error?.message || 'this browser cannot read the file');
    }
    const body = (await answer.json().catch(() => ({}))) as Record<string, string>;
    return failureOf({ ...body, status: answer.status }, 'stream');
  } catch (lost) {
    return new PlayFailure('network', asFailure(lost).detail);
  }
}

function qualityOf(video: HTMLVideoElement): Quality {
  return {
    id: 'original',
    width: video.videoWidth || null,
    height: video.videoHeight || null,
    bandwidth_bps: null,
    frame_rate: null,
    codec: null,
    hdr: false,
    original: true,
    label: null,
  };
}

export function createDirectAdapter(video: HTMLVideoElement, events: AdapterEvents): Adapter {
  let url = '';
  let gone = false;

  const onError = () => {
    if (gone || !url || video.error?.code === ABORTED) return;
    void whyNot(url, video.error).then((failure) => {
      if (!gone) events.failed(failure);
    });
  };

  const ready = (start_s: number) =>
    new Promise<void>((resolve, reject) => {
      const stop = () => {
        video.removeEventListener('loadedmetadata', good);
        video.removeEventListener('error', bad);
      };
      const good = () => {
        stop();
        if (start_s > 0) video.currentTime = start_s;
        resolve();
      };
      const bad = () => {
        stop();
        void whyNot(url, video.error).then(reject);
      };
      video.addEventListener('loadedmetadata', good);
      video.addEventListener('error', bad);
    });

  return {
    async load(source: Source, start_s: number) {
      url = new URL(source.url, document.baseURI).href;
      const metadata = ready(start_s);
      video.preload = 'auto';
      video.src = url;
      await metadata;
      await standingAt(video, start_s);
      video.addEventListener('error', onError);
      events.changed();
    },
    renew: () => false,
    retry: () => false,
    qualities: () => (video.videoHeight > 0 ? [qualityOf(video)] : []),
    qualityNow: () => (video.videoHeight > 0 ? qualityOf(video) : null),
    setQuality: () => undefined,
    audio: () => [],
    audioNow: () => null,
    setAudio: () => undefined,
    stats: () => statsOf(video),
    async destroy() {
      gone = true;
      video.removeEventListener('error', onError);
      video.removeAttribute('src');
      // Without load() the browser keeps the connection and the last frame.
      video.load();
    },
  };
}

function statsOf(video: HTMLVideoElement): AdapterStats {
  const frames = video.getVideoPlaybackQuality?.();
  return {
    codecs: null,
    line_bps: null,
    stream_bps: null,
    bytes: null,
    dropped: frames?.droppedVideoFrames ?? null,
    decoded: frames?.totalVideoFrames ?? null,
    stalls: null,
    auto_why: null,
  };
}
