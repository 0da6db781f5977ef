// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { Playback } from '@/api';
import { PlayFailure } from './failure';
import { PLAYBACK, setup } from './sessionBench';

const decode = () => new PlayFailure('decode', 'bad bytes');

test('opens what the server decided, where the viewer was, and plays', async () => {
  const { session, store, opened, video } = setup();
  await session.start(null);
  expect(opened.map((o) => [o.way, o.start_s])).toEqual([['direct', 30]]);
  expect(store.get()).toMatchObject({ phase: 'ready', way: 'direct', time_s: 30 });
  expect(store.get().notice).toMatchObject({ kind: 'resumed', from_s: 30 });
  expect(video.paused).toBe(false);
});

test('an asked-for second wins over the kept one', async () => {
  const { session, opened, store } = setup();
  await session.start(12);
  expect(opened[0]?.start_s).toBe(12);
  expect(store.get().notice).toBeNull();
});

test('bytes that do not decode fall back way by way, at the same place, and say so', async () => {
  const { session, opened, store, video, settle } = setup();
  await session.start(null);
  video.reach(47);
  session.moved();
  opened[0]?.failed(decode());
  await settle();
  expect(opened.map((o) => [o.way, o.start_s])).toEqual([['direct', 30], ['hls', 47]]);
  expect(opened[0]?.destroyed).toBe(true);
  expect(store.get().notice).toMatchObject({ kind: 'fell_back', way: 'hls' });
  opened[1]?.failed(decode());
  await settle();
  opened[2]?.failed(decode());
  await settle();
  expect(opened).toHaveLength(3);
  expect(store.get()).toMatchObject({ phase: 'failed', trouble: { kind: 'decode' } });
});

test('a late failure of a way already left changes nothing', async () => {
  const { session, opened, store, settle } = setup();
  await session.start(null);
  opened[0]?.failed(decode());
  await settle();
  opened[0]?.failed(decode());
  await settle();
  expect(opened).toHaveLength(2);
  expect(store.get().phase).toBe('ready');
});

test('while another way opens, the snapshot keeps the place and not the element’s 0', async () => {
  const { session, state, store, opened, video, settle } = setup();
  await session.start(null);
  video.reach(47);
  session.moved();
  store.set({ time_s: 47 });
  state.loadFails = [new PlayFailure('network', 'lost')];
  opened[0]?.failed(decode());
  await settle();
  video.reach(0);
  session.moved();
  expect(store.get()).toMatchObject({ phase: 'loading', time_s: 47 });
});

test('an expired grant is renewed without reopening while the plan is the same', async () => {
  const fresh = { ...PLAYBACK, direct_url: '/f2' } as Playback;
  const { session, opened, store, state, settle } = setup([PLAYBACK, fresh]);
  await session.start(null);
  opened[0]?.failed(new PlayFailure('expired', 'x'));
  opened[0]?.failed(new PlayFailure('expired', 'the sound too'));
  await settle();
  expect(opened).toHaveLength(1);
  expect(opened[0]?.renewed).toEqual(['/f2']);
  expect(state.asked).toBe(2);
  expect(store.get().phase).toBe('ready');
});

test('where it cannot go on it is reopened at the place', async () => {
  const fresh = { ...PLAYBACK, direct_url: '/f2' } as Playback;
  const { session, opened, state, video, settle } = setup([PLAYBACK, fresh]);
  state.canRenew = false;
  await session.start(null);
  video.reach(61);
  session.moved();
  opened[0]?.failed(new PlayFailure('expired', 'x'));
  await settle();
  expect(opened.map((o) => [o.url, o.start_s])).toEqual([['/f', 30], ['/f2', 61]]);
});

test('grants refused again and again end in words, not in a storm of questions', async () => {
  const { session, opened, state, store, settle } = setup();
  await session.start(null);
  for (let i = 0; i < 10; i++) {
    opened.at(-1)?.failed(new PlayFailure('expired', 'no'));
    await settle();
  }
  expect(state.asked).toBeLessThanOrEqual(5);
  expect(store.get().phase).toBe('failed');
});

test.each([
  ['gone', 'gone'], ['unavailable', 'unavailable'], ['signed_out', 'signed_out'],
] as const)('%s is said at once and not retried by itself', async (kind, trouble) => {
  const { session, store, clock, state } = setup([new PlayFailure(kind, 'words', 'fix')]);
  await session.start(null);
  await clock.advance(60_000);
  expect(store.get()).toMatchObject({ phase: 'failed', trouble: { kind: trouble } });
  expect(state.asked).toBe(1);
});

test('what no browser way can play gives the server’s reasons', async () => {
  const reasons = [{ code: 'codec', text: 'This browser cannot play HEVC.', cure: null }];
  const { session, store, opened } = setup([{ ...PLAYBACK, decision: 'unplayable', reasons } as Playback]);
  await session.start(null);
  expect(store.get()).toMatchObject({ phase: 'failed', trouble: { kind: 'unplayable', reasons } });
  expect(opened).toEqual([]);
});

test('retry after trouble tries every way again', async () => {
  const { session, state, store, opened, settle } = setup();
  state.loadFails = [decode(), decode(), decode()];
  await session.start(null);
  await settle();
  expect(store.get().phase).toBe('failed');
  session.retryNow();
  await settle();
  expect(opened.at(-1)?.way).toBe('direct');
  expect(store.get()).toMatchObject({ phase: 'ready', trouble: null });
});

test('a browser that wants a touch first is obeyed, and playing stays wanted', async () => {
  const { session, store, video } = setup();
  video.refuses = Object.assign(new Error('no'), { name: 'NotAllowedError' });
  await session.start(null);
  expect(store.get()).toMatchObject({ needs_touch: true, paused: true });
  video.refuses = null;
  await session.play();
  expect(store.get().needs_touch).toBe(false);
  expect(video.paused).toBe(false);
});

test('a broken element that stops by itself goes on when it is mended', async () => {
  const { session, opened, video, settle } = setup();
  await session.start(null);
  video.error = { code: 2 } as MediaError;
  video.pause();
  session.wants(false);
  opened[0]?.failed(decode());
  await settle();
  expect(video.paused).toBe(false);
});

test('a paused viewer stays paused through a change of way', async () => {
  const { session, opened, video, settle } = setup();
  await session.start(null);
  session.pause();
  opened[0]?.failed(decode());
  await settle();
  expect(opened).toHaveLength(2);
  expect(video.paused).toBe(true);
});

test('after leaving, an answer that comes late opens nothing', async () => {
  const { session, opened } = setup();
  const started = session.start(null);
  await session.destroy();
  await started;
  expect(opened).toEqual([]);
});
