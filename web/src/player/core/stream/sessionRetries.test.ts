// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { PlayFailure } from './failure';
import { PLAYBACK, setup } from './sessionBench';
import { LOOK_MS, STUCK_MS } from './stuck';

test('a lost line is retried visibly, ever later, and believed when bytes come again', async () => {
  const { session, opened, store, clock, video } = setup();
  await session.start(null);
  video.buffered_s = 40;
  opened[0]?.failed(new PlayFailure('network', 'lost'));
  opened[0]?.failed(new PlayFailure('network', 'lost twice'));
  expect(store.get().retrying).toMatchObject({ attempt: 1, offline: false, busy_s: null });
  await clock.advance(1000);
  expect(opened[0]?.retried).toBe(1);
  video.reach(35);
  session.moved();
  expect(store.get().retrying?.attempt).toBe(1);
  video.buffered_s = 50;
  session.moved();
  expect(store.get().retrying).toBeNull();
});

test('bytes of the sound do not call off the try for the picture: it is asked for at once', async () => {
  const { session, opened, store, clock, video } = setup();
  await session.start(null);
  opened[0]?.failed(new PlayFailure('network', 'the sound'));
  await clock.advance(1000);
  opened[0]?.failed(new PlayFailure('network', 'the picture'));
  expect([opened[0]?.retried, store.get().retrying?.attempt]).toEqual([1, 2]);
  video.buffered_s = 50;
  session.moved();
  expect(opened[0]?.retried).toBe(2);
  session.moved();
  expect(store.get().retrying).toBeNull();
  session.pause();
  await clock.advance(60_000);
  expect(opened[0]?.retried).toBe(2);
});

test('a busy server is asked again when it said, and not before', async () => {
  const { session, opened, clock, video } = setup();
  await session.start(null);
  opened[0]?.failed(new PlayFailure('busy', 'full', '', 20));
  video.buffered_s = 50;
  session.moved();
  expect(opened[0]?.retried).toBe(0);
  await clock.advance(20_000);
  expect(opened[0]?.retried).toBe(1);
});

test('a player that waits for nothing is woken, and opened anew when that does not help', async () => {
  const { session, opened, clock, video, settle } = setup();
  await session.start(null);
  video.readyState = 2;
  await clock.advance(STUCK_MS + 2 * LOOK_MS);
  expect([opened.length, opened[0]?.retried]).toEqual([1, 1]);
  await clock.advance(STUCK_MS);
  await settle();
  expect(opened.map((one) => one.start_s)).toEqual([30, 30]);
  video.readyState = 4;
  await clock.advance(LOOK_MS);
  video.reach(31);
  await clock.advance(2 * LOOK_MS);
  video.readyState = 2;
  await clock.advance(STUCK_MS + 2 * LOOK_MS);
  expect([opened.length, opened[1]?.retried]).toEqual([2, 1]);
});

test('one that has enough and is held still is asked to go on as well', async () => {
  const { session, opened, clock, video, settle } = setup();
  await session.start(null);
  video.readyState = 4;
  await clock.advance(STUCK_MS + 2 * LOOK_MS);
  expect([opened.length, opened[0]?.retried]).toEqual([1, 1]);
  await clock.advance(STUCK_MS);
  await settle();
  expect(opened).toHaveLength(2);
});

test('a paused, a playing and a filling player are left alone', async () => {
  const { session, opened, clock, video } = setup();
  await session.start(null);
  video.readyState = 4;
  for (let at = 0; at < 3 * STUCK_MS; at += LOOK_MS) {
    video.reach(30 + at / 1000);
    await clock.advance(LOOK_MS);
  }
  video.readyState = 2;
  for (let at = 0; at < 3 * STUCK_MS; at += LOOK_MS) {
    video.buffered_s += 0.1;
    await clock.advance(LOOK_MS);
  }
  session.pause();
  await clock.advance(3 * STUCK_MS);
  await session.destroy();
  video.paused = false;
  await clock.advance(3 * STUCK_MS);
  expect([opened.length, opened[0]?.retried]).toEqual([1, 0]);
});

test('when the soft tries do not help it asks anew and reopens at the place', async () => {
  const { session, opened, store, clock, state, settle } = setup();
  await session.start(null);
  for (let i = 0; i < 4; i++) {
    opened[0]?.failed(new PlayFailure('network', 'lost'));
    await clock.advance(15_000);
  }
  await settle();
  expect(opened[0]?.retried).toBe(3);
  expect(state.asked).toBe(2);
  expect(opened.at(-1)).toMatchObject({ way: 'direct', start_s: 30 });
  expect(store.get()).toMatchObject({ phase: 'ready', retrying: null });
});

test('a server that is away at the start is waited for, and the kept place is not lost', async () => {
  const lost = new PlayFailure('network', 'no server');
  const { session, store, opened, clock, state, settle } = setup([lost, lost, PLAYBACK]);
  state.online = false;
  await session.start(null);
  expect(store.get()).toMatchObject({ phase: 'asking', retrying: { attempt: 1, offline: true } });
  await clock.advance(1000);
  expect(store.get().retrying?.attempt).toBe(2);
  session.backOnline();
  await settle();
  expect(opened[0]).toMatchObject({ way: 'direct', start_s: 30 });
});
