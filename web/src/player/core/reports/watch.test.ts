import { describe, expect, it } from 'vitest';
import { FakeVideo } from '../fakes/fakeVideo';
import { createHandClock } from '../fakes/handClock';
import { createStore } from '../store';
import { EMPTY, type Quality } from '../types';
import { Measure } from './measure';
import { watch } from './watch';

function setup() {
  const video = new FakeVideo();
  const clock = createHandClock();
  const store = createStore({ ...EMPTY });
  const measure = new Measure(clock);
  const stop = watch(video.asElement(), store, measure, clock);
  /** Plays for so long, as the element tells of it. */
  const play = async (seconds: number) => {
    for (let left = seconds; left > 0; left -= 0.25) {
      await clock.advance(250);
      video.reach(video.currentTime + 0.25);
      video.present();
    }
  };
  const begin = async (after_ms = 300) => {
    video.buffered_s = 60;
    await clock.advance(after_ms);
    store.set({ phase: 'ready', way: 'direct' });
    video.paused = false;
    video.present();
    video.reach(0.01);
  };
  return { video, clock, store, measure, stop, play, begin };
}

const rung = (bandwidth_bps: number) => ({ id: String(bandwidth_bps), bandwidth_bps }) as Quality;

describe('the start', () => {
  it('is over when the first picture is shown, and no sooner', async () => {
    const { video, clock, store, measure } = setup();
    await clock.advance(200);
    video.present(); // the film's first picture, before the element stands where it was sent
    store.set({ phase: 'ready', way: 'hls' });
    await clock.advance(150);
    expect(measure.figures().start_ms).toBeNull();
    video.present();
    expect(measure.figures()).toMatchObject({ start_ms: 350, way: 'hls' });
    await clock.advance(1000);
    video.present();
    expect(measure.figures().start_ms).toBe(350);
  });

  it('of sound alone is over when it is heard', async () => {
    const { video, clock, store, measure } = setup();
    video.videoWidth = 0;
    await clock.advance(120);
    store.set({ phase: 'ready', way: 'direct' });
    video.paused = false;
    video.reach(0.05);
    expect(measure.figures().start_ms).toBe(120);
  });

  it('is not timed where a touch was waited for or nobody looked', async () => {
    const { measure, begin } = setup();
    measure.spoil();
    await begin();
    expect(measure.figures()).toMatchObject({ start_ms: null, way: 'direct' });
  });
});

describe('a seek', () => {
  it('ends with the picture of its place, and says whether that was buffered', async () => {
    const { video, clock, measure, begin, play } = setup();
    await begin();
    await play(2);
    video.currentTime = 30;
    await clock.advance(40);
    video.arrive();
    await clock.advance(20);
    video.present();
    await play(1);
    video.currentTime = 300;
    await clock.advance(900);
    video.present();
    video.arrive();
    expect(measure.figures().seeks).toEqual([{ ms: 60, near: true }, { ms: 900, near: false }]);
  });

  it('that goes elsewhere before it ended is one seek, to the last place', async () => {
    const { video, clock, measure, begin } = setup();
    await begin();
    video.currentTime = 20;
    await clock.advance(500);
    video.currentTime = 30;
    await clock.advance(50);
    video.present();
    video.arrive();
    expect(measure.figures().seeks).toEqual([{ ms: 50, near: true }]);
  });

  it('without a picture told of takes the word of the element, and a nudge is none', async () => {
    const { video, clock, measure, begin } = setup();
    await begin();
    video.currentTime = 20;
    await clock.advance(80);
    video.arrive();
    await clock.advance(5000);
    expect(measure.figures().seeks).toEqual([{ ms: 80, near: true }]);
    video.currentTime = 20.1;
    video.present();
    video.arrive();
    await clock.advance(5000);
    expect(measure.figures().seeks).toHaveLength(1);
  });
});

describe('a stall', () => {
  const dry = (video: FakeVideo) => {
    video.readyState = 2;
    video.emit('waiting');
  };

  it('lasts until the picture moves again', async () => {
    const { video, clock, measure, begin, play } = setup();
    await begin();
    await play(3);
    dry(video);
    await clock.advance(1500);
    expect(measure.figures()).toMatchObject({ stalls: 1, stalled_ms: 1500 });
    video.readyState = 4;
    await play(1);
    expect(measure.figures().stalls).toBe(1);
    expect(measure.figures().stalled_ms).toBeCloseTo(1750);
    expect(measure.figures().watched_ms).toBeCloseTo(3750, -1);
  });

  it('is heard of too where the library holds the element at speed 0', async () => {
    const { video, clock, measure, begin, play } = setup();
    await begin();
    await play(3);
    video.playbackRate = 0;
    video.emit('ratechange');
    await clock.advance(1000);
    expect(measure.figures().stalls).toBe(1);
  });

  it('is none on the way to a place, at the start, while paused or in a hidden tab', async () => {
    const { video, clock, measure, begin, play } = setup();
    await begin();
    dry(video);
    await clock.advance(2000);
    await play(2);
    video.currentTime = 50;
    dry(video);
    await clock.advance(2000);
    video.present();
    video.arrive();
    dry(video); // there, and not yet enough to go on
    await clock.advance(2000);
    await play(2);
    video.pause();
    dry(video);
    await clock.advance(2000);
    video.paused = false;
    video.ownerDocument.hidden = true;
    dry(video);
    await clock.advance(2000);
    expect(measure.figures()).toMatchObject({ stalls: 0, stalled_ms: 0 });
  });

  it('that nobody sees is none, and one that is left by a pause ends there', async () => {
    const { video, clock, measure, begin, play } = setup();
    await begin();
    await play(2);
    dry(video);
    await clock.advance(60);
    video.readyState = 4;
    video.reach(video.currentTime + 0.05);
    expect(measure.figures().stalls).toBe(0);
    dry(video);
    await clock.advance(800);
    video.pause();
    await clock.advance(60_000);
    expect(measure.figures()).toMatchObject({ stalls: 1, stalled_ms: 800 });
  });
});

it('what is watched is the time in which the picture moved', async () => {
  const { video, clock, measure, begin, play } = setup();
  await begin();
  await play(4);
  video.pause();
  await clock.advance(60_000);
  video.paused = false;
  await play(4);
  expect(measure.figures().watched_ms).toBeCloseTo(7750, -1);
});

it('qualities are counted up and down and weighed by how long each was shown', async () => {
  const { measure, begin, play } = setup();
  measure.quality(rung(1_000_000));
  await begin();
  await play(3);
  measure.quality(rung(3_000_000));
  await play(3);
  measure.quality(null);
  measure.quality(rung(1_000_000));
  expect(measure.figures()).toMatchObject({ ups: 1, downs: 1 });
  measure.quality(rung(500_000));
  expect(measure.figures()).toMatchObject({ ups: 1, downs: 2 });
  expect(measure.figures().bitrate_bps).toBeCloseTo(2_000_000);
});

it('frames are counted over ways that begin at 0 again', () => {
  const measure = new Measure(createHandClock());
  measure.frames(1, 100);
  measure.frames(2, 150);
  measure.frames(0, 20);
  measure.frames(3, 60);
  expect(measure.figures()).toMatchObject({ dropped: 5, decoded: 210 });
});

it('nothing is told after the end', async () => {
  const { video, measure, begin, stop } = setup();
  stop();
  await begin();
  video.present();
  expect(measure.begun).toBe(false);
});
