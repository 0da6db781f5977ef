import { expect, test } from 'vitest';
import { createHandClock } from '../fakes/handClock';
import { createGestures, type Standing } from './gestures';

const PHONE: Standing = { width: 800, height: 400, volume: 0.5, brightness: 1, time_s: 300, duration_s: 3600 };

function setup(more: Partial<Standing> = {}) {
  const clock = createHandClock();
  const said: [string, number | boolean | null][] = [];
  const say = (name: string) => (value: number | boolean | null) => void said.push([name, value]);
  const gestures = createGestures(clock, () => ({ ...PHONE, ...more }), {
    tap: say('tap'), volume: say('volume'), brightness: say('brightness'), preview: say('preview'),
    seek: say('seek'), hold: say('hold'), fill: say('fill'),
  });
  const swipe = (x: number, y: number, to_x: number, to_y: number, steps = 6) => {
    gestures.down({ id: 1, x, y });
    for (let n = 1; n <= steps; n++) {
      gestures.move({ id: 1, x: x + ((to_x - x) * n) / steps, y: y + ((to_y - y) * n) / steps });
    }
    gestures.up({ id: 1, x: to_x, y: to_y });
  };
  return { clock, said, gestures, swipe, last: () => said.at(-1) };
}

test('a finger that does not move is a tap, wherever it is', () => {
  const { swipe, said } = setup();
  swipe(400, 200, 403, 202);
  swipe(8, 200, 8, 200);
  expect(said).toEqual([['tap', 403 / 800], ['tap', 0.01]]);
});

test.each([
  ['up on the right is louder', 600, 300, 225, 'volume', 0.75],
  ['far up is as loud as can be', 600, 370, 30, 'volume', 1],
  ['down on the right is quieter', 600, 100, 220, 'volume', 0.1],
  ['down on the left is darker', 200, 100, 250, 'brightness', 0.5],
])('%s', (_name, x, from, to, sign, value) => {
  const { swipe, said, last } = setup();
  swipe(x, from, x + 3, to);
  expect(last()?.[0]).toBe(sign);
  expect(last()?.[1]).toBeCloseTo(value);
  expect(new Set(said.map(([name]) => name))).toEqual(new Set([sign]));
});

test('sideways shows a place and goes there when the finger leaves', () => {
  const { swipe, said } = setup();
  swipe(200, 200, 600, 210);
  expect(said.slice(-3)).toEqual([['preview', 390], ['seek', 390], ['preview', null]]);
  expect(said.every(([name]) => name === 'preview' || name === 'seek')).toBe(true);
});

test('sideways stays inside the film, and a short one is crossed by one swipe', () => {
  const { swipe, said } = setup({ time_s: 10, duration_s: 40 });
  swipe(700, 200, 30, 200);
  expect(said.at(-2)).toEqual(['seek', 0]);
  swipe(100, 200, 770, 200);
  expect(said.at(-2)?.[1]).toBe(40);
});

test('a swipe from the edge is the system’s', () => {
  const { swipe, said } = setup();
  swipe(10, 200, 400, 200);
  swipe(795, 200, 400, 200);
  swipe(400, 5, 400, 300);
  expect(said).toEqual([]);
});

test('held down is double speed until it is let go, and no tap', async () => {
  const { clock, gestures, said } = setup();
  gestures.down({ id: 1, x: 400, y: 200 });
  await clock.advance(600);
  gestures.move({ id: 1, x: 440, y: 200 });
  gestures.up({ id: 1, x: 440, y: 200 });
  expect(said).toEqual([['hold', true], ['hold', false]]);
});

test('a swipe that goes on for long is no holding down', async () => {
  const { clock, gestures, said } = setup();
  gestures.down({ id: 1, x: 600, y: 200 });
  gestures.move({ id: 1, x: 600, y: 170 });
  await clock.advance(2000);
  expect(said.map(([name]) => name)).toEqual(['volume']);
});

test('two fingers apart fill the screen and together show all; nothing else is heard', async () => {
  const { clock, gestures, said } = setup();
  gestures.down({ id: 1, x: 380, y: 200 });
  gestures.down({ id: 2, x: 480, y: 200 });
  gestures.move({ id: 2, x: 520, y: 200 });
  gestures.move({ id: 2, x: 600, y: 200 });
  await clock.advance(1000);
  gestures.up({ id: 1, x: 380, y: 200 });
  gestures.up({ id: 2, x: 600, y: 200 });
  expect(said).toEqual([['fill', true]]);
  gestures.down({ id: 1, x: 300, y: 200 });
  gestures.down({ id: 2, x: 600, y: 200 });
  gestures.move({ id: 1, x: 400, y: 200 });
  expect(said.at(-1)).toEqual(['fill', false]);
});

test('a second finger ends what the first began, without an outcome', async () => {
  const { clock, gestures, said } = setup();
  gestures.down({ id: 1, x: 400, y: 200 });
  gestures.move({ id: 1, x: 460, y: 200 });
  gestures.down({ id: 2, x: 500, y: 300 });
  expect(said.at(-1)).toEqual(['preview', null]);
  gestures.cancel();
  gestures.down({ id: 3, x: 400, y: 200 });
  await clock.advance(600);
  gestures.cancel();
  expect(said.slice(-2)).toEqual([['hold', true], ['hold', false]]);
  expect(said.some(([name]) => name === 'seek' || name === 'tap')).toBe(false);
});
