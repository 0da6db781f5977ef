import { expect, test } from 'vitest';
import { createHandClock } from '../fakes/handClock';
import { createTaps } from './taps';

function setup() {
  const clock = createHandClock();
  const heard: unknown[] = [];
  const taps = createTaps(clock, {
    single: () => heard.push('single'),
    seek: (by_s, sum_s) => heard.push([by_s, sum_s]),
    middle: () => heard.push('middle'),
  });
  return { clock, heard, taps };
}

test('one tap is one tap, once it is sure that no second comes', async () => {
  const { clock, heard, taps } = setup();
  taps.tap('left');
  expect(heard).toEqual([]);
  await clock.advance(300);
  expect(heard).toEqual(['single']);
});

test('taps on a side add up while they keep coming', async () => {
  const { clock, heard, taps } = setup();
  taps.tap('right');
  taps.tap('right');
  await clock.advance(400);
  taps.tap('right');
  await clock.advance(400);
  taps.tap('right');
  expect(heard).toEqual([[10, 10], [10, 20], [10, 30]]);
});

test('a tap on the other side ends the run', async () => {
  const { clock, heard, taps } = setup();
  taps.tap('left');
  taps.tap('left');
  taps.tap('right');
  await clock.advance(300);
  expect(heard).toEqual([[-10, -10], 'single']);
});

test('two taps in the middle play or pause', () => {
  const { heard, taps } = setup();
  taps.tap('middle');
  taps.tap('middle');
  expect(heard).toEqual(['middle']);
});
