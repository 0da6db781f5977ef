import { expect, test } from 'vitest';
import { parseSprites, tileAt } from './sprites';

const BASE = 'https://house.example/api/media/m1/sprites.vtt';
const SHEET = `WEBVTT

00:00.000 --> 00:10.000
sprites/0.jpg#xywh=0,0,160,90

2
00:00:10.000 --> 00:00:20.000 align:start
sprites/0.jpg#xywh=160,0,160,90

01:00:00.000 --> 01:00:10.000
/api/artwork/abc?x=1#xywh=pixel:0,90,160,90
`;

test('reads tiles with hours, cue names and settings, relative to the sheet', () => {
  const tiles = parseSprites(SHEET, BASE);
  expect(tiles).toHaveLength(3);
  expect(tiles[1]).toEqual({
    start_s: 10, end_s: 20, x: 160, y: 0, width: 160, height: 90,
    url: 'https://house.example/api/media/m1/sprites/0.jpg',
  });
  expect(tiles[2]?.url).toBe('https://house.example/api/artwork/abc?x=1');
  expect(tiles[2]?.start_s).toBe(3600);
});

test('takes Windows line ends and a byte order mark', () => {
  expect(parseSprites(`\uFEFF${SHEET.replaceAll('\n', '\r\n')}`, BASE)).toHaveLength(3);
});

test.each([
  ['no header', '00:00.000 --> 00:10.000\na.jpg#xywh=0,0,1,1'],
  ['an HTML error page', '<!doctype html><title>502</title>'],
  ['nothing', ''],
])('gives no tiles for %s', (_name, text) => {
  expect(parseSprites(text, BASE)).toEqual([]);
});

test.each([
  'a.jpg',
  'a.jpg#xywh=1,2,3',
  'a.jpg#xywh=0,0,0,90',
  'https://elsewhere.example/a.jpg#xywh=0,0,160,90',
  'javascript:alert(1)#xywh=0,0,160,90',
  'https://[broken#xywh=0,0,160,90',
])('passes over the tile %s', (payload) => {
  expect(parseSprites(`WEBVTT\n\n00:00.000 --> 00:10.000\n${payload}\n`, BASE)).toEqual([]);
});

test('passes over a cue that ends before it begins', () => {
  const text = 'WEBVTT\n\n00:10.000 --> 00:05.000\na.jpg#xywh=0,0,160,90\n';
  expect(parseSprites(text, BASE)).toEqual([]);
});

test('finds the tile of a second, also in holes and beyond the ends', () => {
  const tiles = parseSprites(SHEET, BASE);
  expect(tileAt(tiles, 0)?.x).toBe(0);
  expect(tileAt(tiles, 9.99)?.x).toBe(0);
  expect(tileAt(tiles, 10)?.x).toBe(160);
  expect(tileAt(tiles, 1800)?.x).toBe(160);
  expect(tileAt(tiles, 99_999)?.start_s).toBe(3600);
  expect(tileAt(tiles, -1)?.start_s).toBe(0);
  expect(tileAt([], 5)).toBeNull();
});
