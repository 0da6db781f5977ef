import { expect, test } from 'vitest';
import { createHandClock } from '../fakes/handClock';
import type { Moment } from './messages';
import { createTurns, STUCK_MS } from './turns';

function setup() {
  const clock = createHandClock();
  const drawn: Moment[] = [];
  const state = { stuck: 0 };
  const turns = createTurns(clock, (moment) => drawn.push(moment), () => state.stuck++);
  return { clock, drawn, state, turns };
}

test('while one is drawn only the newest waits, and no wish to paint anew is lost', () => {
  const { drawn, turns } = setup();
  turns.want({ time_s: 1, anew: false });
  turns.want({ time_s: 2, anew: true });
  turns.want({ time_s: 3, anew: false });
  expect(drawn).toEqual([{ time_s: 1, anew: false }]);
  turns.done();
  expect(drawn.slice(1)).toEqual([{ time_s: 3, anew: true }]);
  turns.done();
  expect(drawn).toHaveLength(2);
});

test('a drawing that never ends is told once; one that ends is not', async () => {
  const { clock, state, turns } = setup();
  turns.want({ time_s: 1, anew: false });
  await clock.advance(STUCK_MS - 1);
  turns.done();
  await clock.advance(STUCK_MS * 2);
  expect(state.stuck).toBe(0);
  turns.want({ time_s: 2, anew: false });
  await clock.advance(STUCK_MS * 3);
  expect(state.stuck).toBe(1);
});

test('after the end nothing is drawn and nothing is told', async () => {
  const { clock, drawn, state, turns } = setup();
  turns.want({ time_s: 1, anew: false });
  turns.destroy();
  turns.want({ time_s: 2, anew: false });
  await clock.advance(STUCK_MS * 2);
  expect(drawn).toHaveLength(1);
  expect(state.stuck).toBe(0);
});
