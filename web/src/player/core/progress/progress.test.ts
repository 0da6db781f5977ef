import { expect, test } from 'vitest';
import { createHandClock } from '../fakes/handClock';
import { createProgressSaver, SAVE_EVERY_MS, type Position } from './progress';

function setup() {
  const clock = createHandClock();
  const sent: (Position & { leaving: boolean })[] = [];
  const state = { at: null as Position | null, fails: false, answer: Promise.resolve() };
  const saver = createProgressSaver({
    clock,
    read: () => state.at,
    send: async (position, leaving) => {
      if (state.fails) throw new Error('offline');
      sent.push({ ...position, leaving });
      await state.answer;
    },
  });
  const be = (position_s: number) => {
    state.at = { position_s, duration_s: 100 };
  };
  return { clock, sent, state, saver, be };
}

test('saves every ten seconds while playing', async () => {
  const { clock, sent, saver, be } = setup();
  be(0);
  saver.playing();
  be(10);
  await clock.advance(SAVE_EVERY_MS);
  be(20);
  await clock.advance(SAVE_EVERY_MS);
  expect(sent.map((s) => s.position_s)).toEqual([10, 20]);
});

test('saves at once on pause and not again while paused', async () => {
  const { clock, sent, saver, be } = setup();
  be(0);
  saver.playing();
  be(4);
  saver.paused();
  await clock.advance(5 * SAVE_EVERY_MS);
  expect(sent).toEqual([{ position_s: 4, duration_s: 100, leaving: false }]);
});

test('a start that failed never writes 0 over where the viewer was', async () => {
  const { clock, sent, saver, state } = setup();
  state.at = { position_s: 0, duration_s: 100 };
  saver.paused();
  saver.seeked();
  await clock.advance(SAVE_EVERY_MS);
  saver.leaving();
  saver.destroy();
  expect(sent).toEqual([]);
});

test('a pause that nobody answered yet is told again by a page that goes', async () => {
  const { sent, saver, state, be } = setup();
  be(0);
  saver.playing();
  be(12);
  state.answer = new Promise(() => undefined);
  saver.paused();
  saver.leaving();
  expect(sent.map((s) => [s.position_s, s.leaving])).toEqual([[12, false], [12, true]]);
});

test('who comes back to where they were while nobody answers is told there', async () => {
  const { sent, saver, state, be } = setup();
  be(30);
  saver.playing();
  state.answer = new Promise(() => undefined);
  be(60);
  saver.paused();
  be(30);
  saver.leaving();
  expect(sent.map((s) => s.position_s)).toEqual([60, 30]);
});

test('a pause that was answered is not', async () => {
  const { sent, saver, be } = setup();
  be(0);
  saver.playing();
  be(12);
  saver.paused();
  await new Promise((done) => setTimeout(done));
  saver.leaving();
  expect(sent).toHaveLength(1);
});

test('leaving right after resuming writes nothing new', () => {
  const { sent, saver, be } = setup();
  be(42);
  saver.playing();
  saver.leaving();
  expect(sent).toEqual([]);
});

test('between two sources, when there is no place, nothing is written', async () => {
  const { clock, sent, saver, state, be } = setup();
  be(30);
  saver.playing();
  state.at = null;
  await clock.advance(SAVE_EVERY_MS);
  saver.leaving();
  expect(sent).toEqual([]);
});

test('a drag along the bar is one save, where it comes to rest', async () => {
  const { clock, sent, saver, be } = setup();
  be(0);
  saver.playing();
  for (const at of [10, 20, 30, 55]) {
    be(at);
    saver.seeked();
    await clock.advance(100);
  }
  await clock.advance(1000);
  expect(sent.map((s) => s.position_s)).toEqual([55]);
});

test('hiding the page sends by a beacon, also when a seek has just ended', () => {
  const { sent, saver, be } = setup();
  be(0);
  saver.playing();
  be(33);
  saver.seeked();
  saver.leaving();
  expect(sent).toEqual([{ position_s: 33, duration_s: 100, leaving: true }]);
});

test('leaving the screen saves by a plain request, once', () => {
  const { sent, saver, be } = setup();
  be(0);
  saver.playing();
  be(21);
  saver.destroy();
  saver.destroy();
  expect(sent).toEqual([{ position_s: 21, duration_s: 100, leaving: false }]);
});

test('what the server did not take is sent again', async () => {
  const { clock, sent, saver, state, be } = setup();
  be(0);
  saver.playing();
  be(10);
  state.fails = true;
  await clock.advance(SAVE_EVERY_MS);
  state.fails = false;
  await clock.advance(SAVE_EVERY_MS);
  expect(sent.map((s) => s.position_s)).toEqual([10]);
});

test('an unknown or endless length is never sent', async () => {
  const { clock, sent, saver, state, be } = setup();
  be(0);
  saver.playing();
  state.at = { position_s: 12, duration_s: Number.NaN };
  await clock.advance(SAVE_EVERY_MS);
  state.at = { position_s: Number.NaN, duration_s: 100 };
  await clock.advance(SAVE_EVERY_MS);
  expect(sent).toEqual([]);
});
