// @vitest-environment jsdom
import { expect, test } from 'vitest';
import type { Playback } from '@/api';
import { PlayFailure } from './failure';
import { PLAYBACK, setup } from './sessionBench';

const decode = () => new PlayFailure('decode', 'bad bytes');

const LADDER = {
  ...PLAYBACK,
  tracks: {
    audio: [], text: [],
    video: [['v0', 1080], ['v0-720', 720], ['v0-480', 480]].map(([id, height]) => ({
      id, height, width: 16, codec: 'avc1', bandwidth: Number(height) * 4000, frame_rate: 25, hdr: 'sdr',
      encoded: id !== 'v0', label: id === 'v0' ? null : `${String(height)}p`, prepared: false,
    })),
  },
} as unknown as Playback;
const STREAM = { ...LADDER, decision: 'transcode', direct_url: null } as unknown as Playback;

test('a quality chosen of a plain file is had of the manifest, at the same place', async () => {
  const { session, opened, store, video, settle } = setup([LADDER]);
  await session.start(null);
  expect(store.get()).toMatchObject({ way: 'direct', quality_auto: true });
  video.reach(50);
  session.moved();
  session.setQuality('v0-480');
  await settle();
  expect(opened.map((o) => [o.way, o.start_s, o.quality])).toEqual([['direct', 30, null], ['hls', 50, 'v0-480']]);
  expect(store.get()).toMatchObject({ way: 'hls', quality_auto: false, quality_now: { id: 'v0-480' } });
  session.setQuality('v0-720');
  expect(opened[1]?.quality).toBe('v0-720');
  session.setQuality(null);
  expect(store.get().quality_auto).toBe(true);
});

test('what this device was set to is begun with, and stays after a mend', async () => {
  const { session, opened, store, state, settle } = setup([STREAM]);
  state.habits = { line_bps: null, quality: 720 };
  await session.start(null);
  expect(opened[0]).toMatchObject({ way: 'hls', quality: 'v0-720' });
  expect(store.get()).toMatchObject({ quality_auto: false, quality_now: { id: 'v0-720' } });
  opened[0]?.failed(decode());
  await settle();
  expect(opened[1]).toMatchObject({ way: 'dash', quality: 'v0-720' });
});

test('a lighter picture than the file’s own is begun with as a stream', async () => {
  const { session, opened, state, settle } = setup([LADDER]);
  state.habits = { line_bps: null, quality: 480 };
  await session.start(null);
  await settle();
  expect(opened.map((o) => [o.way, o.quality])).toEqual([['hls', 'v0-480']]);
});

test('a busy server is waited for as it says, visibly, and never given up', async () => {
  const { session, opened, store, clock, settle } = setup([STREAM]);
  await session.start(null);
  for (const n of [1, 2, 3, 4, 5]) {
    opened[0]?.failed(new PlayFailure('busy', 'Busy.', '', 4));
    expect(store.get().retrying).toMatchObject({ attempt: n, busy_s: 4 });
    await clock.advance(3900);
    expect(opened[0]?.retried).toBe(n - 1);
    await clock.advance(200);
    expect(opened[0]?.retried).toBe(n);
  }
  await settle();
  expect(opened).toHaveLength(1);
  expect(store.get().phase).toBe('ready');
});
