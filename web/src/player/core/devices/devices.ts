/** What the player does with the device it runs on: sound, screen, window, television. */
import type { AdapterFactory } from '../stream/adapter';
import { createSound } from '../sound/sound';
import { graphOf } from '../sound/graph';
import type { Likes } from '../likes';
import type { Store } from '../store';
import type { PlayerRequest, Snapshot, Way } from '../types';
import { createCasting, type Addressed } from './casting';
import { createLastFrame, type LastFrame } from './lastFrame';
import { pipApi } from './pipWindow';
import { NO_DEVICE } from './types';
import { keepAwake, type Locks } from './wakeLock';

interface DeviceParts {
  readonly video: HTMLVideoElement;
  readonly store: Store<Snapshot>;
  readonly likes: Likes;
  like(change: Partial<Likes>): void;
  readonly addressed: Addressed;
  readonly lastFrame: LastFrame;
  /** Opens the title anew at the same place. */
  reopen(): void;
}

export interface Devices {
  /** False where the request is no business of the device's. */
  carryOut(request: PlayerRequest): boolean;
  destroy(): void;
}

export const DARKEST = 0.3;
const HELD_RATE = 2;
const USUAL_FPS = 25;

function brighten({ video, store }: DeviceParts, to: number): void {
  const brightness = Math.round(Math.min(1, Math.max(DARKEST, to)) * 100) / 100;
  video.style.filter = brightness < 1 ? `brightness(${brightness})` : '';
  store.set({ brightness });
}

function fill({ video, store }: DeviceParts, on: boolean): void {
  video.style.objectFit = on ? 'cover' : '';
  store.set({ filling: on });
}

function hold({ video, store }: DeviceParts, on: boolean): void {
  const { held_from, paused } = store.get();
  if (on && held_from === null && !paused) {
    store.set({ held_from: video.playbackRate });
    video.playbackRate = HELD_RATE;
  } else if (!on && held_from !== null) {
    store.set({ held_from: null });
    video.playbackRate = held_from;
  }
}

/** One frame on or back while nothing plays; the half keeps clear of the frames' borders. */
export function framePlace(time_s: number, by: 1 | -1, fps: number, duration_s: number): number {
  const frame = Math.floor(time_s * fps + 1e-3) + by;
  return Math.min(Math.max(0, (frame + 0.5) / fps), Math.max(0, duration_s - 0.5 / fps));
}

function step({ video, store }: DeviceParts, by: 1 | -1): void {
  const { paused, phase, quality_now, duration_s } = store.get();
  if (phase !== 'ready' || !paused) return;
  video.currentTime = framePlace(video.currentTime, by, quality_now?.frame_rate ?? USUAL_FPS, duration_s);
}

/** Systems turn back by themselves when the full screen is left; those that do not are told. */
function turnBack(): () => void {
  const left = () => {
    if (!document.fullscreenElement) screen.orientation?.unlock?.();
  };
  document.addEventListener('fullscreenchange', left);
  return () => document.removeEventListener('fullscreenchange', left);
}

export function createDevices(parts: DeviceParts): Devices {
  const { video, store, likes, like, addressed, lastFrame, reopen } = parts;
  store.set(NO_DEVICE);
  brighten(parts, 1);
  fill(parts, false);
  const sound = createSound(video, store, likes, like);
  const soundTaken = () => graphOf(video) !== null;
  const casting = createCasting({ video, store, reopen, soundTaken }, addressed);
  const locks = (navigator as { wakeLock?: Locks }).wakeLock;
  const stops = [
    keepAwake(store, locks, document),
    turnBack(),
    store.subscribe(() => store.get().phase === 'failed' && lastFrame.clear()),
  ];
  return {
    carryOut(request) {
      switch (request.do) {
        case 'levelling':
          sound.set({ levelling: request.on });
          return true;
        case 'night':
          sound.set({ night: request.on });
          return true;
        case 'brightness':
          brighten(parts, request.to);
          return true;
        case 'fill':
          fill(parts, request.on);
          return true;
        case 'hold_speed':
          hold(parts, request.on);
          return true;
        case 'frame':
          step(parts, request.by);
          return true;
        case 'cast':
          void casting?.toggle();
          return true;
        default:
          return false;
      }
    },
    destroy() {
      for (const stop of stops) stop();
      casting?.destroy();
      sound.destroy();
      lastFrame.destroy();
      // A window with nothing in it would stay in front.
      pipApi()?.window?.close();
    },
  };
}

export { createLastFrame };
export type { Addressed };

/** Ways by which a title is opened: while a television plays it, by their address. */
export function byAddress(ways: Readonly<Record<Way, AdapterFactory>>, addressed: Addressed): Readonly<Record<Way, AdapterFactory>> {
  return { ...ways, hls: (video, events) => (addressed.on ? ways.direct : ways.hls)(video, events) };
}
