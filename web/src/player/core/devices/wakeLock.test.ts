import { expect, test, vi } from 'vitest';
import { createStore } from '../store';
import { EMPTY, type Snapshot } from '../types';
import { keepAwake } from './wakeLock';

class Sentinel extends EventTarget {
  held = true;
  release(): Promise<void> {
    this.held = false;
    this.dispatchEvent(new Event('release'));
    return Promise.resolve();
  }
}

class Page extends EventTarget {
  visibilityState = 'visible';
  turn(to: string): void {
    this.visibilityState = to;
    this.dispatchEvent(new Event('visibilitychange'));
  }
}

function setup(refuses = false) {
  const given: Sentinel[] = [];
  const request = () => {
    if (refuses) return Promise.reject(new Error('battery'));
    const one = new Sentinel();
    given.push(one);
    return Promise.resolve(one);
  };
  const page = new Page();
  const store = createStore<Snapshot>({ ...EMPTY });
  const stop = keepAwake(store, { request }, page as unknown as Document);
  const held = () => given.filter((one) => one.held).length;
  return { given, page, store, stop, held };
}

const PLAYING = { phase: 'ready', paused: false, video_width: 1920 } as const;

test('the screen stays awake while a picture plays, and may sleep after', async () => {
  const { store, held, given } = setup();
  expect(given).toHaveLength(0);
  store.set(PLAYING);
  await vi.waitFor(() => expect(held()).toBe(1));
  store.set({ time_s: 3 });
  store.set({ paused: true });
  await vi.waitFor(() => expect(held()).toBe(0));
  store.set({ paused: false });
  await vi.waitFor(() => expect(held()).toBe(1));
  store.set({ ended: true });
  await vi.waitFor(() => expect(held()).toBe(0));
  expect(given).toHaveLength(2);
});

test('a lock the system took with the page hidden is asked for anew', async () => {
  const { store, page, given, held } = setup();
  store.set(PLAYING);
  await vi.waitFor(() => expect(held()).toBe(1));
  page.visibilityState = 'hidden';
  await given[0]?.release();
  store.set({ time_s: 4 });
  expect(given).toHaveLength(1);
  page.turn('visible');
  await vi.waitFor(() => expect(held()).toBe(1));
});

test('a lock that comes after the pause is given back, and leaving holds none', async () => {
  const { store, held, stop, given } = setup();
  store.set(PLAYING);
  store.set({ paused: true });
  await vi.waitFor(() => expect(given).toHaveLength(1));
  await vi.waitFor(() => expect(held()).toBe(0));
  store.set({ paused: false });
  await vi.waitFor(() => expect(held()).toBe(1));
  stop();
  await vi.waitFor(() => expect(held()).toBe(0));
});

test('sound alone lets the screen sleep, and a refusal breaks nothing', async () => {
  const { store, given } = setup();
  store.set({ ...PLAYING, video_width: 0 });
  expect(given).toHaveLength(0);
  const refused = setup(true);
  refused.store.set(PLAYING);
  await Promise.resolve();
  expect(refused.given).toHaveLength(0);
});
