import { expect, test } from 'vitest';
import { bufferedUntil, chapterAt, clockTime, partOf, piecesOf, secondsOf } from './timeline';

const chapter = (start_s: number, title = `at ${start_s}`) => ({ start_s, end_s: start_s + 1, title });

test('pieces cover the whole bar without holes', () => {
  const pieces = piecesOf([chapter(0), chapter(30), chapter(90)], 120);
  expect(pieces).toEqual([
    { from: 0, to: 0.25, title: 'at 0' },
    { from: 0.25, to: 0.75, title: 'at 30' },
    { from: 0.75, to: 1, title: 'at 90' },
  ]);
});

test('a first chapter that begins late leaves a nameless piece before it', () => {
  expect(piecesOf([chapter(30), chapter(60)], 120).map((p) => [p.from, p.title])).toEqual([
    [0, null], [0.25, 'at 30'], [0.5, 'at 60'],
  ]);
});

test('wild chapters still give a bar in order from 0 to 1', () => {
  const pieces = piecesOf([chapter(90), chapter(-5), chapter(30), chapter(30.01), chapter(500), chapter(NaN)], 120);
  expect(pieces[0]?.from).toBe(0);
  expect(pieces.at(-1)?.to).toBe(1);
  pieces.slice(1).forEach((piece, i) => {
    expect(piece.from).toBe(pieces[i]?.to);
    expect(piece.from).toBeGreaterThan(pieces[i]?.from ?? 1);
  });
  expect(pieces).toHaveLength(3);
});

test('one chapter, none, or an unknown length is one piece', () => {
  for (const [list, length] of [[[chapter(0)], 10], [[], 10], [[chapter(0), chapter(5)], 0]] as const) {
    expect(piecesOf(list, length)).toEqual([{ from: 0, to: 1, title: null }]);
  }
});

test('names the chapter of a second', () => {
  const list = [chapter(0, 'A'), chapter(30, 'B')];
  expect(chapterAt(list, 29.9)?.title).toBe('A');
  expect(chapterAt(list, 30)?.title).toBe('B');
  expect(chapterAt(list, -1)).toBeNull();
});

test('parts stay between 0 and 1', () => {
  expect(partOf(5, 10)).toBe(0.5);
  expect(partOf(50, 10)).toBe(1);
  expect(partOf(-5, 10)).toBe(0);
  expect(partOf(5, 0)).toBe(0);
});

test('buffered until the end of the stretch one is in', () => {
  const spans = [{ start_s: 0, end_s: 10 }, { start_s: 20, end_s: 40 }];
  expect(bufferedUntil(spans, 5)).toBe(10);
  expect(bufferedUntil(spans, 15)).toBe(15);
  expect(bufferedUntil(spans, 19.9)).toBe(40);
});

test.each([
  [0, 0, '0:00'], [75, 75, '1:15'], [75, 7200, '0:01:15'], [3675, 3675, '1:01:15'], [NaN, 10, '0:00'],
])('%d of %d seconds reads %s', (time, whole, words) => {
  expect(clockTime(time, whole)).toBe(words);
});

test.each([
  ['90', 90], ['90s', 90], ['12.5', 12.5], ['1m30s', 90], ['1h2m3s', 3723], ['2m', 120],
  ['', null], [null, null], ['-5', null], ['soon', null], ['1e9', null],
])('?t=%s means %s', (text, seconds) => {
  expect(secondsOf(text)).toBe(seconds);
});
