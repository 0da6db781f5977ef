// @vitest-environment jsdom
import { afterEach, expect, test, vi } from 'vitest';
import type { Playback } from '@/api';
import { createStore } from '../store';
import { EMPTY, type Snapshot, type Way } from '../types';
import { addressOf, createCasting } from './casting';

/** The browser's part (Remote Playback), played by hand. */
class RemotePlayback extends EventTarget {
  state = 'disconnected';
  told: ((there: boolean) => void) | null = null;
  refuses = false;
  asked: string[] = [];
  watchAvailability(told: (there: boolean) => void) {
    this.told = told;
    return Promise.resolve(1);
  }
  prompt(): Promise<void> {
    this.asked.push('prompt');
    return this.refuses ? Promise.reject(new Error('NotAllowedError')) : Promise.resolve();
  }
  becomes(state: string, event: string): void {
    this.state = state;
    this.dispatchEvent(new Event(event));
  }
}

const remotes = new Map<Element, RemotePlayback>();
const PLAYBACK = {
  decision: 'direct', direct_url: '/api/play/a/b/stream', direct_type: 'video/mp4', manifest_url: '/api/play/a/b/main.m3u8',
  tracks: { video: [], audio: [], text: [] }, chapters: [],
} as unknown as Playback;

function setup(way: Way, taken = false) {
  Object.defineProperty(HTMLMediaElement.prototype, 'remote', {
    configurable: true,
    get(this: Element) {
      if (!remotes.has(this)) remotes.set(this, new RemotePlayback());
      return remotes.get(this);
    },
  });
  vi.spyOn(HTMLMediaElement.prototype, 'canPlayType').mockReturnValue('maybe');
  vi.spyOn(HTMLMediaElement.prototype, 'load').mockReturnValue();
  const video = document.createElement('video');
  const store = createStore<Snapshot>({ ...EMPTY, phase: 'ready', playback: PLAYBACK, way });
  const addressed = { on: false };
  const opens: boolean[] = [];
  const reopen = () => {
    opens.push(addressed.on);
    store.set({ phase: 'asking' });
    store.set({ phase: 'ready' });
  };
  const casting = createCasting({ video, store, reopen, soundTaken: () => taken }, addressed);
  const [probe, looking] = [...remotes.entries()].find(([, one]) => one.told) ?? [];
  const found = (there: boolean) => looking?.told?.(there);
  const mine = remotes.get(video) ?? new RemotePlayback();
  return { video, store, addressed, opens, mine, found, probe: probe as HTMLVideoElement, toggle: () => casting?.toggle() };
}

afterEach(() => {
  remotes.clear();
  Reflect.deleteProperty(HTMLMediaElement.prototype, 'remote');
});

test('the button comes with a device and goes with it; devices are looked for by a whole address', () => {
  const { store, probe, found } = setup('hls');
  expect(store.get().can_cast).toBe(false);
  expect(probe.src).toBe('http://localhost:3000/api/play/a/b/main.m3u8');
  found(true);
  expect(store.get().can_cast).toBe(true);
  found(false);
  expect(store.get().can_cast).toBe(false);
});

test('from buffers the title is opened by its address first, and comes back by buffers', async () => {
  const { store, opens, toggle, mine, addressed } = setup('hls');
  await toggle();
  expect(opens).toEqual([true]);
  expect(mine.asked).toEqual(['prompt']);
  mine.becomes('connecting', 'connecting');
  expect(store.get().cast).toBe('connecting');
  mine.becomes('connected', 'connect');
  expect(store.get()).toMatchObject({ cast: 'on', can_cast: true });
  mine.becomes('disconnected', 'disconnect');
  expect(store.get().cast).toBe('off');
  expect(opens).toEqual([true, false]);
  expect(addressed.on).toBe(false);
});

test('a plain file goes as it is', async () => {
  const { opens, toggle, mine } = setup('direct');
  await toggle();
  mine.becomes('connected', 'connect');
  mine.becomes('disconnected', 'disconnect');
  expect(mine.asked).toEqual(['prompt']);
  expect(opens).toEqual([]);
});

test('who chooses no device goes on here as before', async () => {
  const { opens, toggle, mine, store } = setup('hls');
  mine.refuses = true;
  await toggle();
  expect(opens).toEqual([true, false]);
  expect(store.get().cast).toBe('off');
});

test('a browser that cannot play HLS by itself has only plain files to give', () => {
  expect(addressOf(PLAYBACK, 'hls', false)).toBeNull();
  expect(addressOf(PLAYBACK, 'direct', false)).toMatchObject({ already: true });
  expect(addressOf({ ...PLAYBACK, decision: 'transcode' }, 'hls', true)).toMatchObject({ already: false });
});

test('AirPlay: shown with a device, except where the sound is in Web Audio for good', () => {
  const picker = vi.fn();
  Object.defineProperty(HTMLVideoElement.prototype, 'webkitShowPlaybackTargetPicker', { configurable: true, value: picker });
  try {
    for (const taken of [false, true]) {
      const { video, store } = setup('direct', taken);
      video.dispatchEvent(Object.assign(new Event('webkitplaybacktargetavailabilitychanged'), { availability: 'available' }));
      expect(store.get().can_cast).toBe(!taken);
    }
    const { video, store, toggle } = setup('direct');
    void toggle();
    expect(picker).toHaveBeenCalledOnce();
    Object.assign(video, { webkitCurrentPlaybackTargetIsWireless: true });
    video.dispatchEvent(new Event('webkitcurrentplaybacktargetiswirelesschanged'));
    expect(store.get().cast).toBe('on');
  } finally {
    Reflect.deleteProperty(HTMLVideoElement.prototype, 'webkitShowPlaybackTargetPicker');
  }
});
