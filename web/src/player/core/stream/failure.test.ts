import { expect, test } from 'vitest';
import { asFailure, failureOf, PlayFailure, troubleOf } from './failure';
import { failureOfShaka } from './shakaFacts';

test.each([
  [401, 'stream', 'expired'], [403, 'stream', 'expired'], [410, 'stream', 'expired'],
  [404, 'stream', 'gone'], [401, 'playback', 'signed_out'], [404, 'playback', 'gone'],
  [500, 'playback', 'network'], [502, 'stream', 'network'], [429, 'stream', 'network'],
  [415, 'playback', 'decode'], [409, 'stream', 'unavailable'], [503, 'stream', 'network'],
] as const)('%d on a %s is %s', (status, asked, kind) => {
  expect(failureOf({ status }, asked).kind).toBe(kind);
});

test('a disk that is away keeps the server’s words', () => {
  const answer = { status: 503, error: 'unavailable', detail: 'The disk is not there now.', fix: 'Plug it in.' };
  expect(troubleOf(failureOf(answer, 'playback'))).toEqual({
    kind: 'unavailable', code: 'unavailable', detail: 'The disk is not there now.', fix: 'Plug it in.',
  });
});

test('what nobody can name is taken for the line', () => {
  expect(asFailure(new TypeError('Failed to fetch')).kind).toBe('network');
  const known = new PlayFailure('gone', 'x');
  expect(asFailure(known)).toBe(known);
});

const shaka = (category: number, code: number, data: unknown[] = [], severity = 2) =>
  failureOfShaka({ category, code, data, severity });

test('Shaka: a refused segment is an expired grant, with the server’s words', () => {
  const body = JSON.stringify({ error: 'expired', detail: 'The link has run out.' });
  const failure = shaka(1, 1001, ['/api/play/x', 401, body]);
  expect([failure?.kind, failure?.code, failure?.detail]).toEqual(['expired', 'expired', 'The link has run out.']);
});

test('Shaka: lines, bytes and leavings are told apart', () => {
  expect(shaka(1, 1002)?.kind).toBe('network');
  expect(shaka(1, 1001, ['/x', 503, '<html>'])?.kind).toBe('network');
  expect(shaka(3, 3016)?.kind).toBe('decode');
  expect(shaka(4, 4032)?.kind).toBe('decode');
  expect(shaka(7, 7000)).toBeNull();
  expect(shaka(3, 3014, [], 1)).toBeNull();
});

test('Shaka: a stumble of its own is mended by opening anew, not by another way', () => {
  expect(failureOfShaka(new TypeError('undefined is not a function'))?.kind).toBe('network');
});

test('a busy server says when to come again, within reason', () => {
  const busy = (wait_s?: number) => failureOf({ status: 503, error: 'busy', detail: 'Busy.', wait_s }, 'stream');
  expect([busy(7).kind, busy(7).wait_s]).toEqual(['busy', 7]);
  expect(busy().wait_s).toBe(3);
  expect(busy(9999).wait_s).toBe(30);
  const body = JSON.stringify({ error: 'busy', detail: 'Busy.', fix: 'Wait.' });
  const told = failureOfShaka({ category: 1, code: 1001, severity: 2, data: ['/s', 503, body, { 'retry-after': '4' }] });
  expect([told?.kind, told?.wait_s]).toEqual(['busy', 4]);
});
