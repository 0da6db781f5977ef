import { expect, test } from 'vitest';
import { FakeVideo } from '../fakes/fakeVideo';
import { createHandClock } from '../fakes/handClock';
import { LOOK_MS, STILL_S, WATCH_MS, createThaw } from './thaw';

/** A film that plays in real time; `shows` says whether its picture moves at a second. */
async function playing(shows: (time_s: number) => boolean, until_s: number) {
  const video = new FakeVideo();
  const clock = createHandClock();
  const seeks: number[] = [];
  video.addEventListener('seeking', () => {
    seeks.push(video.currentTime);
    video.arrive();
  });
  await video.play();
  const thaw = createThaw(video.asElement(), clock);
  thaw.changed();
  for (let time_s = 0; time_s < until_s; time_s += 0.05) {
    video.reach(time_s);
    if (shows(time_s)) video.frames += 1;
    await clock.advance(50);
  }
  thaw.destroy();
  return seeks;
}

test('a picture that moves is left alone', async () => {
  expect(await playing(() => true, 10)).toEqual([]);
});

test('a picture that stands still while the sound goes on is woken where it stands', async () => {
  const seeks = await playing((time_s) => time_s < 2 || time_s > 3.2, 10);
  expect(seeks).toHaveLength(1);
  expect(seeks[0]).toBeGreaterThan(2 + STILL_S - 0.1);
  expect(seeks[0]).toBeLessThan(2 + STILL_S + (2 * LOOK_MS) / 1000);
});

test('a film of slow pictures is not taken for a still one', async () => {
  expect(await playing((time_s) => Math.round(time_s * 20) % 13 === 0, 10)).toEqual([]);
});

test('sound alone is left alone', async () => {
  expect(await playing(() => false, 10)).toEqual([]);
});

test('it looks only for a while after a change', async () => {
  const still_s = WATCH_MS / 1000 + 1;
  expect(await playing((time_s) => time_s < still_s, still_s + 5)).toEqual([]);
});
