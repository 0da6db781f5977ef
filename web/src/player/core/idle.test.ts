import { expect, test } from 'vitest';
import { createHandClock } from './fakes/handClock';
import { HIDE_AFTER_MS, createIdle } from './idle';

function setup() {
  const clock = createHandClock();
  const seen: boolean[] = [];
  return { clock, seen, idle: createIdle(clock, (visible) => seen.push(visible)) };
}

test('controls go after three seconds of stillness and come back with a stir', async () => {
  const { clock, seen, idle } = setup();
  await clock.advance(HIDE_AFTER_MS - 1);
  expect(idle.visible()).toBe(true);
  await clock.advance(1);
  expect(idle.visible()).toBe(false);
  idle.stir();
  expect(seen).toEqual([false, true]);
});

test('every stir begins the wait anew', async () => {
  const { clock, idle } = setup();
  for (let i = 0; i < 5; i++) {
    await clock.advance(HIDE_AFTER_MS - 500);
    idle.stir();
  }
  expect(idle.visible()).toBe(true);
});

test('a held reason keeps them until the last is released', async () => {
  const { clock, idle } = setup();
  idle.hold('paused', true);
  idle.hold('menu', true);
  await clock.advance(10 * HIDE_AFTER_MS);
  idle.hold('paused', false);
  await clock.advance(HIDE_AFTER_MS);
  expect(idle.visible()).toBe(true);
  idle.hide();
  expect(idle.visible()).toBe(true);
  idle.hold('menu', false);
  await clock.advance(HIDE_AFTER_MS);
  expect(idle.visible()).toBe(false);
});
