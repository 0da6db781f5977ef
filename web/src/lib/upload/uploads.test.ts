import { expect, test } from 'vitest';
import { isMedia } from './check';
import { faultOfStatus, saidIn, type Parcel, type SendEvents } from './send';
import { createSpeed } from './speed';
import { createUploads } from './uploads';

/** The network, played by hand: what was asked of it and what it answers. */
interface Wire {
  readonly parcel: Parcel;
  readonly events: SendEvents;
  readonly asked: string[];
}

function setup() {
  const wires: Wire[] = [];
  const dropped: string[] = [];
  const underWay: boolean[] = [];
  const uploads = createUploads({
    send: (parcel, events) => {
      const wire: Wire = { parcel, events, asked: [] };
      wires.push(wire);
      return {
        start: () => void wire.asked.push('start'),
        pause: async () => void wire.asked.push('pause'),
        cancel: async () => void wire.asked.push('cancel'),
      };
    },
    drop: async (url) => void dropped.push(url),
    now: () => 0,
    underWay: (active) => underWay.push(active),
  });
  const states = () => uploads.store.getState().items.map((item) => item.state);
  return { uploads, wires, dropped, underWay, states };
}

const file = (name: string, size = 10, type = 'video/mp4') =>
  new File([new Uint8Array(size)], name, { type, lastModified: 1 });
const chosen = (...files: File[]) => files.map((f) => ({ file: f, folder: '' }));

test('sends two at a time and the next when one is done', () => {
  const { uploads, wires, states, underWay } = setup();
  uploads.add(chosen(file('a.mp4'), file('b.mp4'), file('c.mp4')));
  expect(states()).toEqual(['sending', 'sending', 'waiting']);
  wires[0]?.events.done('job-1');
  expect(states()).toEqual(['done', 'sending', 'sending']);
  expect(uploads.store.getState().items[0]?.job_id).toBe('job-1');
  wires[1]?.events.done(null);
  wires[2]?.events.done(null);
  expect(underWay.at(-1)).toBe(false);
});

test('empty and too large files are told at once and never sent', () => {
  const { uploads, wires } = setup();
  uploads.limit(100, false);
  uploads.add(chosen(file('empty.mp4', 0), file('huge.mp4', 101), file('fits.mp4', 100)));
  expect(uploads.store.getState().items.map((i) => [i.state, i.fault])).toEqual([
    ['failed', 'empty'], ['failed', 'too_large'], ['sending', null],
  ]);
  expect(wires).toHaveLength(1);
  uploads.resume(uploads.store.getState().items[0]?.key ?? '');
  expect(uploads.store.getState().items[0]?.state).toBe('failed');
});

test('a dropped folder brings its media only, and says how much it left out', () => {
  const { uploads } = setup();
  const inside = (name: string, type = '') => ({ file: file(name, 10, type), folder: 'Holiday' });
  const left = uploads.add([
    inside('day 1.MKV'), inside('clip', 'video/quicktime'), inside('notes.txt', 'text/plain'),
    inside('.hidden.mp4'), { file: file('x.mp4'), folder: 'Holiday/.trash' },
  ]);
  expect(left).toBe(3);
  expect(uploads.store.getState().items.map((i) => i.name)).toEqual(['day 1.MKV', 'clip']);
});

test('a paused file gives its lane away and goes on when asked', () => {
  const { uploads, wires, states } = setup();
  uploads.add(chosen(file('a.mp4'), file('b.mp4'), file('c.mp4')));
  const first = uploads.store.getState().items[0]?.key ?? '';
  uploads.pause(first);
  expect(states()).toEqual(['paused', 'sending', 'sending']);
  expect(wires[0]?.asked).toEqual(['start', 'pause']);
  uploads.resume(first);
  expect(states()).toEqual(['waiting', 'sending', 'sending']);
  wires[1]?.events.done(null);
  expect(states()[0]).toBe('sending');
  expect(wires[0]?.asked).toEqual(['start', 'pause', 'start']);
  expect(wires).toHaveLength(3);
});

test('cancelling takes it off the server and off the list', () => {
  const { uploads, wires, states } = setup();
  uploads.add(chosen(file('a.mp4')));
  uploads.cancel(uploads.store.getState().items[0]?.key ?? '');
  expect(states()).toEqual([]);
  expect(wires[0]?.asked).toEqual(['start', 'cancel']);
  wires[0]?.events.progress(5);
  expect(states()).toEqual([]);
});

const BEGUN = { url: '/api/uploads/7', filename: 'big.mkv', size_bytes: 10, offset_bytes: 4 };

test('after a reload the same file goes on where the server stands', () => {
  const { uploads, wires, states } = setup();
  uploads.found([BEGUN]);
  expect(states()).toEqual(['needs_file']);
  uploads.add(chosen(file('big.mkv')));
  expect(states()).toEqual(['sending']);
  expect(wires[0]?.parcel.url).toBe('/api/uploads/7');
});

test('another file is not mistaken for it', () => {
  const { uploads, states } = setup();
  uploads.found([BEGUN]);
  const key = uploads.store.getState().items[0]?.key ?? '';
  expect(uploads.give(key, file('big.mkv', 11))).toBe(false);
  expect(uploads.give(key, file('other.mkv', 10))).toBe(false);
  uploads.add(chosen(file('big.mkv', 11)));
  expect(states()).toEqual(['needs_file', 'sending']);
});

test('one that nobody goes on with can be dropped from the server', () => {
  const { uploads, dropped, states } = setup();
  uploads.found([BEGUN]);
  uploads.cancel(uploads.store.getState().items[0]?.key ?? '');
  expect(states()).toEqual([]);
  expect(dropped).toEqual(['/api/uploads/7']);
});

test('an upload the server dropped is sent anew under a new address', () => {
  const { uploads, wires } = setup();
  uploads.add(chosen(file('a.mp4')));
  const key = uploads.store.getState().items[0]?.key ?? '';
  wires[0]?.events.located('/api/uploads/1');
  wires[0]?.events.failed('expired', null);
  uploads.resume(key);
  expect(wires).toHaveLength(2);
  expect(wires[1]?.parcel.url).toBeNull();
});

test('the same file chosen again after it was sent is sent again', () => {
  const { uploads, wires, states } = setup();
  uploads.add(chosen(file('a.mp4')));
  wires[0]?.events.done(null);
  uploads.add(chosen(file('a.mp4')));
  expect(states()).toEqual(['sending']);
  expect(wires).toHaveLength(2);
});

test.each([
  [null, 'line'], [500, 'line'], [503, 'line'], [423, 'line'], [413, 'too_large'], [507, 'no_space'],
  [404, 'expired'], [410, 'expired'], [400, 'refused'], [415, 'refused'],
] as const)('status %s is a fault of kind %s', (status, fault) => {
  expect(faultOfStatus(status)).toBe(fault);
});

test('the server’s words are kept with their code; those of a proxy are not its own', () => {
  const words = { error: 'locked', detail: 'Another request is sending this upload.', fix: 'Wait.' };
  expect(saidIn(JSON.stringify(words))).toEqual({ code: 'locked', detail: words.detail, fix: 'Wait.' });
  for (const body of ['<html>', '', 'null', '{"detail":"Bad Gateway"}']) expect(saidIn(body), body).toBeNull();
});

test.each([
  ['a.mkv', '', true], ['A.MP4', '', true], ['a', 'audio/flac', true], ['a.txt', 'text/plain', false],
  ['mp4', '', false], ['a.mp4.part', '', false],
])('%s (%s) is media: %s', (name, type, answer) => {
  expect(isMedia(new File([], name, { type }))).toBe(answer);
});

test('speed is over the last seconds, unknown at first, and begins anew after a step back', () => {
  const speed = createSpeed();
  expect(speed.at(0, 0)).toBeNull();
  expect(speed.at(500, 500)).toBeNull();
  expect(speed.at(1000, 1000)).toBe(1000);
  expect(speed.at(20_000, 1000)).toBe(0);
  expect(speed.at(21_000, 100)).toBeNull();
  expect(speed.at(22_000, 2100)).toBe(2000);
});
