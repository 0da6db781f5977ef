/** A session for tests: the server, Shaka and the element are played by hand. */
import type { Playback } from '@/api';
import type { Adapter, AdapterEvents } from './adapter';
import { PlayFailure } from './failure';
import { FakeVideo } from '../fakes/fakeVideo';
import { createHandClock } from '../fakes/handClock';
import { Session } from './session';
import { createStore } from '../store';
import { EMPTY, type Quality, type Way } from '../types';
import { NO_HABITS, type Habits } from './ways';

export const PLAYBACK = {
  decision: 'direct', reasons: [], direct_url: '/f', direct_type: 'video/mp4', manifest_url: '/m',
  dash_url: '/d', resume_at_s: 30, duration_s: 100, chapters: [], markers: [], trickplay: null,
  next: null, media: {}, choices: { audio: null, text: null, text_delay_s: 0 }, tracks: { video: [], audio: [], text: [] },
} as unknown as Playback;

/** The library that feeds the element, played by hand: it stands for Shaka and the browser. */
interface Opened extends AdapterEvents {
  readonly way: Way;
  readonly url: string;
  readonly start_s: number;
  destroyed: boolean;
  renewed: string[];
  retried: number;
  quality: string | null;
  readonly told: readonly Quality[];
}

export function setup(answers: (Playback | PlayFailure)[] = [PLAYBACK]) {
  const video = new FakeVideo();
  const clock = createHandClock();
  const store = createStore(EMPTY);
  const opened: Opened[] = [];
  const state = { asked: 0, loadFails: [] as (PlayFailure | null)[], canRenew: true, online: true, habits: NO_HABITS as Habits };
  const factory = (way: Way) => (_: HTMLVideoElement, events: AdapterEvents): Adapter => {
    let mine: Opened | null = null;
    return {
      async load(source, start_s) {
        mine = { ...events, way, url: source.url, start_s, destroyed: false, renewed: [], retried: 0, quality: null, told: source.told };
        opened.push(mine);
        const failure = state.loadFails.shift();
        if (failure) throw failure;
        video.reach(start_s);
      },
      renew: (source) => {
        mine?.renewed.push(source.url);
        return state.canRenew;
      },
      retry: () => {
        if (mine) mine.retried++;
        return true;
      },
      qualities: () => (way === 'direct' ? [] : mine?.told ?? []),
      qualityNow: () => mine?.told.find((q) => q.id === mine?.quality) ?? null,
      setQuality: (id) => {
        if (mine) mine.quality = id;
      },
      audio: () => [], audioNow: () => null, setAudio: () => undefined,
      stats: () => ({ codecs: null, line_bps: null, stream_bps: null, bytes: null, dropped: null, decoded: null, stalls: null, auto_why: null }),
      destroy: async () => {
        if (mine) mine.destroyed = true;
      },
    };
  };
  const session = new Session(video.asElement(), store, {
    ask: async () => {
      const answer = answers[Math.min(state.asked++, answers.length - 1)];
      if (!answer || answer instanceof PlayFailure) throw answer ?? new Error('no answer');
      return answer;
    },
    adapters: { direct: factory('direct'), hls: factory('hls'), dash: factory('dash') },
    clock,
    online: () => state.online,
    habits: () => state.habits,
  });
  const settle = () => clock.advance(0).then(() => new Promise((r) => setTimeout(r, 0)));
  return { video, clock, store, opened, state, session, settle };
}
