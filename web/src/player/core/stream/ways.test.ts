import { expect, test } from 'vitest';
import type { Playback } from '@/api';
import { renewedPrefix, startOf, wayAfter, waysOf } from './ways';

const playback = (more: Partial<Playback>): Playback =>
  ({
    decision: 'repackage', resume_at_s: 0, duration_s: 100, tracks: { video: [], audio: [], text: [] }, ...more,
  }) as unknown as Playback;

test('direct comes first only where the server decided so', () => {
  const urls = { direct_url: '/f', direct_type: 'video/mp4', manifest_url: '/m', dash_url: '/d' };
  expect(waysOf(playback({ ...urls, decision: 'direct' })).map((w) => w.way)).toEqual(['direct', 'hls', 'dash']);
  expect(waysOf(playback({ ...urls, decision: 'repackage' })).map((w) => w.way)).toEqual(['hls', 'dash']);
  expect(waysOf(playback({ ...urls, decision: 'unplayable' }))).toEqual([]);
});

test('each way is tried once, then the chain ends', () => {
  const ways = waysOf(playback({ decision: 'direct', direct_url: '/f', manifest_url: '/m', dash_url: '/d' }));
  expect(wayAfter(ways, [])?.way).toBe('direct');
  expect(wayAfter(ways, ['direct'])?.way).toBe('hls');
  expect(wayAfter(ways, ['direct', 'hls'])?.way).toBe('dash');
  expect(wayAfter(ways, ['direct', 'hls', 'dash'])).toBeNull();
});

test.each([
  [null, 42, 42], [10, 42, 10], [0, 42, 0], [null, 0, 0], [null, 99.5, 0], [500, 42, 0],
  [null, -3, 0], [null, NaN, 0],
])('asked for %s with %s kept begins at %s', (asked, kept, start) => {
  expect(startOf(playback({ resume_at_s: kept }), asked)).toBe(start);
});

test('an unknown length does not forget the place', () => {
  expect(startOf(playback({ resume_at_s: 42, duration_s: 0 }), null)).toBe(42);
});

test('a new grant of the same plan is a change of prefix', () => {
  expect(
    renewedPrefix('http://h/api/play/old/p1/master.m3u8', 'http://h/api/play/new/p1/master.m3u8'),
  ).toEqual(['http://h/api/play/old/p1/', 'http://h/api/play/new/p1/']);
});

test.each([
  ['http://h/api/play/a/p1/master.m3u8', 'http://h/api/play/b/p2/master.m3u8'],
  ['http://h/api/play/a/p1/master.m3u8', 'http://other/api/play/b/p1/master.m3u8'],
  ['http://h/api/media/1/stream?grant=a', 'http://h/api/media/1/stream?grant=b'],
])('another plan, house or kind of address must be reopened: %s', (before, after) => {
  expect(renewedPrefix(before, after)).toBeNull();
});
