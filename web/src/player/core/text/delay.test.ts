import { expect, test } from 'vitest';
import { createHandClock } from '../fakes/handClock';
import { createShift, delayOf } from './delay';
import { createRemembering } from './remember';

test('cues are moved from where they were written, however often', () => {
  const cues = [{ startTime: 1, endTime: 2 }, { startTime: 5, endTime: 6 }];
  const shift = createShift();
  shift(cues, 0.5);
  shift(cues, -2);
  expect(cues).toEqual([{ startTime: -1, endTime: 0 }, { startTime: 3, endTime: 4 }]);
  shift(cues, 0);
  expect(cues).toEqual([{ startTime: 1, endTime: 2 }, { startTime: 5, endTime: 6 }]);
});

test('a delay has tenths and an end', () => {
  expect([0.1 + 0.2, -0.04, 1e9, -1e9, Number.NaN].map(delayOf)).toEqual([0.3, 0, 600, -600, 0]);
});

test('changes of a moment are sent as one, and the last before leaving too', async () => {
  const clock = createHandClock();
  const sent: object[] = [];
  const remembering = createRemembering(clock, async (change) => sent.push(change));
  remembering.add({ text_delay_s: 0.1 });
  remembering.add({ text: 'off' });
  remembering.add({ text_delay_s: 0.2 });
  await clock.advance(599);
  expect(sent).toEqual([]);
  await clock.advance(1);
  expect(sent).toEqual([{ text_delay_s: 0.2, text: 'off' }]);
  remembering.add({ text_delay_s: 0 });
  remembering.destroy();
  remembering.destroy();
  await clock.advance(1000);
  expect(sent).toEqual([{ text_delay_s: 0.2, text: 'off' }, { text_delay_s: 0 }]);
});
