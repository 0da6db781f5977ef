/**
 * While another way opens, the element is empty and would be black: the last picture stays over it
 * until the first of the new way is there.
 */
import type { Adapter, AdapterFactory } from '../stream/adapter';
import type { Way } from '../types';

/** A still for a moment needs no more. */
const WIDEST = 1280;

function still(video: HTMLVideoElement): HTMLCanvasElement | null {
  const { videoWidth, videoHeight, readyState } = video;
  if (videoWidth === 0 || readyState < HTMLMediaElement.HAVE_CURRENT_DATA) return null;
  const canvas = video.ownerDocument.createElement('canvas');
  const scale = Math.min(1, WIDEST / videoWidth);
  canvas.width = Math.round(videoWidth * scale);
  canvas.height = Math.round(videoHeight * scale);
  canvas.getContext('2d')?.drawImage(video, 0, 0, canvas.width, canvas.height);
  canvas.className = video.className;
  canvas.style.cssText = video.style.cssText;
  canvas.dataset['still'] = '';
  return canvas;
}

export interface LastFrame {
  /** The same ways, leaving their last picture behind. */
  over(adapters: Readonly<Record<Way, AdapterFactory>>): Readonly<Record<Way, AdapterFactory>>;
  /** Nothing more will come. */
  clear(): void;
  destroy(): void;
}

export function createLastFrame(video: HTMLVideoElement): LastFrame {
  let canvas: HTMLCanvasElement | null = null;
  let gone = false;
  const clear = () => {
    canvas?.remove();
    canvas = null;
  };
  const keep = () => {
    if (gone) return;
    const now = still(video);
    if (!now) return;
    clear();
    canvas = now;
    video.after(now);
    // Frames of the old way are none that were waited for: they went with its source.
    video.addEventListener('loadeddata', () => video.requestVideoFrameCallback?.(() => canvas === now && clear()), { once: true });
  };
  const leaving = (factory: AdapterFactory): AdapterFactory => (element, events) => {
    const adapter = factory(element, events);
    const destroy = (): Promise<void> => {
      keep();
      return adapter.destroy();
    };
    return Object.assign(Object.create(adapter) as Adapter, { destroy });
  };
  return {
    over: ({ direct, hls, dash }) => ({ direct: leaving(direct), hls: leaving(hls), dash: leaving(dash) }),
    clear,
    destroy() {
      gone = true;
      clear();
    },
  };
}
