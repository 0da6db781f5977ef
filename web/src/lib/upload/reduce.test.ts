import { expect, test } from 'vitest';
import { EMPTY_UPLOADS, nextToSend, reduceUploads, totalsOf } from './reduce';
import type { UploadEvent, UploadItem, UploadsSnapshot } from './types';

const item = (key: string, more: Partial<UploadItem> = {}): UploadItem => ({
  key, name: `${key}.mp4`, folder: '', size_bytes: 1000, sent_bytes: 0, speed_bps: null, eta_s: null,
  state: 'waiting', fault: null, said: null, url: null, job_id: null, ...more,
});
const state = (...items: UploadItem[]): UploadsSnapshot => ({ items, limit_bytes: null, direct: null });
const after = (before: UploadsSnapshot, ...events: UploadEvent[]) => events.reduce(reduceUploads, before);
const one = (snapshot: UploadsSnapshot) => snapshot.items[0];

test('the same file twice is in the list once', () => {
  const snapshot = after(EMPTY_UPLOADS, { type: 'added', item: item('a') }, { type: 'added', item: item('a') });
  expect(snapshot.items).toHaveLength(1);
});

test('progress gives the bar, the speed and the time left', () => {
  const snapshot = after(state(item('a')), { type: 'begun', key: 'a' },
    { type: 'progress', key: 'a', sent_bytes: 400, speed_bps: 100 });
  expect(one(snapshot)).toMatchObject({ state: 'sending', sent_bytes: 400, speed_bps: 100, eta_s: 6 });
});

test('progress that comes late does not wake what was paused, and never passes the end', () => {
  const paused = after(state(item('a', { state: 'sending' })), { type: 'paused', key: 'a' },
    { type: 'progress', key: 'a', sent_bytes: 900, speed_bps: 1 });
  expect(one(paused)).toMatchObject({ state: 'paused', sent_bytes: 0 });
  const over = after(state(item('a', { state: 'sending' })),
    { type: 'progress', key: 'a', sent_bytes: 5000, speed_bps: null });
  expect(one(over)?.sent_bytes).toBe(1000);
});

test('a lost line is shown, and over with the next byte', () => {
  const lost = after(state(item('a', { state: 'sending', speed_bps: 5 })), { type: 'line_lost', key: 'a' });
  expect(one(lost)).toMatchObject({ state: 'retrying', speed_bps: null });
  expect(one(after(lost, { type: 'progress', key: 'a', sent_bytes: 1, speed_bps: null }))?.state).toBe('sending');
});

const said = { code: 'no_space', detail: 'The disk is full.', fix: 'Free 2 GB.' };

test('a failure keeps the server’s words, and trying again forgets them', () => {
  const failed = after(state(item('a', { state: 'sending', sent_bytes: 10 })),
    { type: 'failed', key: 'a', fault: 'no_space', said });
  expect(one(failed)).toMatchObject({ state: 'failed', fault: 'no_space', said, sent_bytes: 10 });
  expect(one(after(failed, { type: 'queued', key: 'a' }))).toMatchObject({ state: 'waiting', fault: null, said: null });
});

test('what the server has dropped begins at the first byte', () => {
  const failed = after(state(item('a', { state: 'sending', sent_bytes: 10, url: '/api/uploads/1' })),
    { type: 'failed', key: 'a', fault: 'expired' });
  expect(one(failed)).toMatchObject({ url: null, sent_bytes: 0 });
});

test('a finished or refused file is not queued by resuming', () => {
  for (const was of ['done', 'needs_file', 'sending'] as const) {
    expect(one(after(state(item('a', { state: was })), { type: 'queued', key: 'a' }))?.state).toBe(was);
  }
});

test('uploads begun before a reload ask for their file; ours are not doubled; dropped ones go', () => {
  const begun = { url: '/api/uploads/7', filename: 'big.mkv', size_bytes: 500, offset_bytes: 200 };
  const event: UploadEvent = { type: 'found', unfinished: [begun] };
  const snapshot = after(EMPTY_UPLOADS, event, event);
  expect(snapshot.items).toHaveLength(1);
  expect(one(snapshot)).toMatchObject({ state: 'needs_file', name: 'big.mkv', sent_bytes: 200, url: '/api/uploads/7' });
  const own = state(item('a', { state: 'sending', url: '/api/uploads/7' }));
  expect(after(own, event).items).toHaveLength(1);
  expect(after(snapshot, { type: 'found', unfinished: [] }).items).toHaveLength(0);
});

test('two lanes: the first that wait go, never more than two at once', () => {
  const items = [item('a', { state: 'sending' }), item('b', { state: 'paused' }), item('c'), item('d')];
  expect(nextToSend(items, 2).map((i) => i.key)).toEqual(['c']);
  expect(nextToSend([...items, item('e', { state: 'retrying' })], 2)).toEqual([]);
});

test('the batch is one bar; files that cannot be sent do not hold it back', () => {
  const totals = totalsOf([
    item('a', { state: 'done', sent_bytes: 1000 }),
    item('b', { state: 'sending', sent_bytes: 500, speed_bps: 100 }),
    item('c', { state: 'failed', sent_bytes: 0 }),
    item('d', { state: 'needs_file', size_bytes: 9e9 }),
    item('e', { state: 'failed', fault: 'too_large', size_bytes: 9e9 }),
  ]);
  expect(totals).toEqual({ files: 3, done: 1, failed: 1, active: true, part: 0.5, speed_bps: 100, eta_s: 5 });
  expect(totalsOf([])).toMatchObject({ part: 0, active: false });
});

test('clearing takes the finished only', () => {
  const snapshot = after(state(item('a', { state: 'done' }), item('b', { state: 'failed' })), { type: 'cleared' });
  expect(snapshot.items.map((i) => i.key)).toEqual(['b']);
});
