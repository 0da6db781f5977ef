import { expect, test } from 'vitest';
import { FakeVideo } from '../fakes/fakeVideo';
import { createHandClock } from '../fakes/handClock';
import { createPictures, picturesAt, placeOf, untilChange, type TimedPicture } from './pictures';
import type { PictureOnScreen } from '../types';

const picture = (start_s: number, end_s: number, name: string): TimedPicture => ({
  start_s, end_s, name, x: 480, y: 900, width: 960, height: 90, canvas_width: 1920, canvas_height: 1080,
});
const FIRST = picture(1, 3, '0.png');
const LIST = [FIRST, picture(2, 4, '1.png'), picture(10, 12, '2.png')];
const names = (list: readonly TimedPicture[]) => list.map((one) => one.name);

test('what shows at a moment: from its start, up to its end, several at once', () => {
  expect(names(picturesAt(LIST, 0.5))).toEqual([]);
  expect(names(picturesAt(LIST, 1))).toEqual(['0.png']);
  expect(names(picturesAt(LIST, 2.5))).toEqual(['0.png', '1.png']);
  expect(names(picturesAt(LIST, 3))).toEqual(['1.png']);
  expect(names(picturesAt(LIST, 12))).toEqual([]);
});

test('the next change is the nearest start or end, and after the last there is none', () => {
  expect(untilChange(LIST, 0)).toBeCloseTo(1);
  expect(untilChange(LIST, 1.5)).toBeCloseTo(0.5);
  expect(untilChange(LIST, 2.5)).toBeCloseTo(0.5);
  expect(untilChange(LIST, 5)).toBeCloseTo(5);
  expect(untilChange(LIST, 20)).toBeNull();
});

test('a picture stands where the disc puts it, also when black bars were cut off or pixels are not square', () => {
  expect(placeOf(FIRST, { width: 1280, height: 720 })).toEqual({
    left: 0.25, top: 900 / 1080, width: 0.5, height: 90 / 1080,
  });
  const wide = placeOf(FIRST, { width: 1920, height: 800 });
  expect(wide.top).toBeCloseTo((900 - 140) / 800);
  expect(wide.height).toBeCloseTo(90 / 800);
  const disc = { ...picture(0, 1, 'd'), canvas_width: 720, canvas_height: 576, x: 72, y: 288, width: 360, height: 48 };
  expect(placeOf(disc, { width: 1920, height: 1080 })).toEqual({ left: 0.1, top: 0.5, width: 0.5, height: 48 / 576 });
});

function setup(answers: (TimedPicture[] | Error)[]) {
  const video = new FakeVideo();
  const clock = createHandClock();
  const shown: (readonly PictureOnScreen[])[] = [];
  const pictures = createPictures(video as unknown as HTMLVideoElement, {
    clock,
    fetchList: async () => {
      const answer = answers.shift();
      if (answer instanceof Error || !answer) throw answer ?? new Error('asked too often');
      return answer;
    },
    changed: (now) => shown.push(now),
  });
  const urls = () => shown.at(-1)?.map((one) => one.url) ?? null;
  return { video, clock, pictures, shown, urls };
}

test('a list that is still being made is asked for again, and pictures come beside it', async () => {
  const { video, clock, pictures, urls } = setup([new Error('503'), LIST]);
  video.currentTime = 2.5;
  pictures.select('/api/play/g/p/t2/images.json');
  await clock.advance(10);
  expect(urls()).toBeNull();
  video.dispatchEvent(new Event('timeupdate')); // must not stop the asking
  await clock.advance(3000);
  expect(urls()).toEqual(['/api/play/g/p/t2/0.png', '/api/play/g/p/t2/1.png']);
  pictures.select(null);
  expect(urls()).toEqual([]);
});

test('after a seek the pictures are those of the new place, and nothing is said twice', async () => {
  const { video, clock, pictures, shown, urls } = setup([LIST]);
  pictures.select('/t2/images.json');
  await clock.advance(1);
  video.currentTime = 10.5;
  video.dispatchEvent(new Event('seeked'));
  expect(urls()).toEqual(['/t2/2.png']);
  video.dispatchEvent(new Event('timeupdate'));
  expect(shown.length).toBe(1);
  pictures.destroy();
});
