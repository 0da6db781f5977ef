import { expect, test } from 'vitest';
import type { Playback } from '@/api';
import { heightOf, liked, lineToBegin, matched, toldQualities, UNKNOWN_LINE_BPS } from './qualities';

const video = (id: string, height: number, bandwidth: number, more: object = {}) => ({
  id, codec: 'avc1.640028', width: Math.round((height * 16) / 9), height, bandwidth, frame_rate: 25, hdr: 'sdr',
  encoded: true, label: `${height}p`, prepared: false, ...more,
});

const told = toldQualities({
  tracks: {
    video: [
      video('v0', 1080, 3_000_000, { encoded: false, label: null, codec: 'hvc1.1.6.L120.90' }),
      video('v0-1080', 1080, 4_000_000),
      video('v0-720', 720, 2_800_000),
      video('v0-480', 480, 1_400_000),
    ],
    audio: [], text: [],
  },
} as unknown as Playback);

test('the original is what is not encoded, however light it is', () => {
  expect(told.map((q) => [q.id, q.original])).toEqual([['v0', true], ['v0-1080', false], ['v0-720', false], ['v0-480', false]]);
  expect(told.map(heightOf)).toEqual([1080, 1080, 720, 480]);
});

test('a library’s tracks are found in the server’s list by size and codec', () => {
  const tracks = told.map((q) => ({ width: q.width, height: q.height, bandwidth: q.bandwidth_bps ?? 0, codecs: q.codec, id: q.id }));
  const found = matched(told, [...tracks].reverse());
  expect(found.map(([quality, track]) => [quality.id, track.id])).toEqual(told.map((q) => [q.id, q.id]));
  expect(matched(told, tracks.slice(2)).map(([quality]) => quality.id)).toEqual(['v0-720', 'v0-480']);
});

test('of the same size and codec the original is the heavier one', () => {
  const same = [{ ...told[1], id: 'v0', original: true }, { ...told[1], id: 'v0-1080' }] as typeof told;
  const tracks = [4, 9].map((mbps) => ({ width: 1920, height: 1080, bandwidth: mbps * 1e6, codecs: 'avc1.64002A' }));
  expect(matched(same, tracks).map(([q, track]) => [q.id, track.bandwidth])).toEqual([['v0', 9e6], ['v0-1080', 4e6]]);
});

test('a height that was liked is found in another title, or the best below it', () => {
  expect(liked(told, null)).toBeNull();
  expect(liked(told, 720)?.id).toBe('v0-720');
  expect(liked(told, 1080)?.id).toBe('v0');
  expect(liked(told, 2160)?.id).toBe('v0');
  expect(liked(told, 600)?.id).toBe('v0-480');
  expect(liked(told, 240)?.id).toBe('v0-480');
  expect(liked(told.slice(0, 1), 240)).toBeNull();
});

test('a player that knows nothing of the line begins low; one that was set begins there', () => {
  expect(lineToBegin(told, null, null)).toBe(UNKNOWN_LINE_BPS);
  expect(lineToBegin(told, null, 3e6)).toBeLessThan(2_800_000);
  expect(lineToBegin(told, null, 50e6)).toBeLessThan(2_800_000);
  expect(lineToBegin(told.slice(0, 1), null, 8e6)).toBe(8e6);
  expect(lineToBegin(told, 480, 8e6)).toBeGreaterThan(1_400_000);
  expect(lineToBegin(told, 480, 8e6)).toBeLessThan(2_800_000);
});
