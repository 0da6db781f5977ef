/**
 * The player: requests in, frozen snapshots out. It never shows what it merely asked for: paused,
 * place, volume and speed are read back from the media element after its events.
 */
import type { Choices, Playback } from '@/api';
import type { AdapterFactory, AdapterStats } from './stream/adapter';
import { systemClock, type Clock } from './clock';
import { feedsElements } from './stream/capabilities';
import { byAddress, createDevices, createLastFrame } from './devices/devices';
import { createDirectAdapter } from './stream/directAdapter';
import { createElsewhere } from './progress/elsewhere';
import { hearMedia, hearPage, hearStore, type Parts } from './hearing';
import { USUAL_LIKES, type Likes } from './likes';
import { lineOfPage } from './stream/lineSeen';
import { heightOf } from './stream/qualities';
import { createProgressSaver, type Position } from './progress/progress';
import { createReports, type Figures, type Report } from './reports';
import { carryOut, type Stage } from './requests';
import { Session } from './stream/session';
import type { Habits } from './stream/ways';
import { createShakaAdapter } from './stream/shakaAdapter';
import { createStore, type Store } from './store';
import { createSubtitles, type Subtitles } from './text/subtitles';
import { begin, wantedText, NO_WISHES, type Wishes } from './text/begin';
import { createRemembering } from './text/remember';
import { keepTaste, readTaste } from './taste';
import { EMPTY, type PlayerRequest, type Snapshot, type Way } from './types';

export interface PlayerDeps {
  /** Asks the server how to play. Throws PlayFailure. */
  ask(): Promise<Playback>;
  /** Sends where the viewer is; `leaving` must outlive the page. */
  save(position: Position, leaving: boolean): Promise<void>;
  /** Where the server knows the viewer to be, in seconds; null where it cannot be asked. */
  where?(): Promise<number | null>;
  /** Tells the server how the viewing named so goes. */
  report?(viewing: string, report: Report, leaving: boolean): Promise<void>;
  /** What the viewer likes when playing begins; later changes come by `setLikes`. */
  readonly likes?: Likes;
  /** Keeps what they like from now on. */
  like?(change: Partial<Likes>): void;
  /** Languages of the viewer; asked once the server has answered. */
  wishes?(): Wishes;
  /** Keeps what was chosen for this title. */
  remember?(change: Partial<Choices>): Promise<unknown>;
  readonly clock?: Clock;
  readonly adapters?: Readonly<Record<Way, AdapterFactory>>;
  readonly shelf?: Pick<Storage, 'getItem' | 'setItem'>;
}

export interface Player {
  get(): Snapshot;
  subscribe(listener: () => void): () => void;
  request(request: PlayerRequest): void;
  stats(): AdapterStats | null;
  /** The viewer likes something else now. */
  setLikes(likes: Likes): void;
  /** How this viewing goes: times, stalls, failures. */
  figures(): Figures;
  destroy(): void;
}

const ADAPTERS: Readonly<Record<Way, AdapterFactory>> = {
  direct: createDirectAdapter,
  // An iPhone without Media Source plays HLS by itself.
  hls: (video, events) => (feedsElements() ? createShakaAdapter : createDirectAdapter)(video, events),
  dash: createShakaAdapter,
};

export function createPlayer(
  video: HTMLVideoElement,
  root: HTMLElement,
  deps: PlayerDeps,
  start_s: number | null = null,
): Player {
  const clock = deps.clock ?? systemClock;
  const wishes = () => deps.wishes?.() ?? NO_WISHES;
  const remembering = createRemembering(clock, async (change) => deps.remember?.(change));
  const shelf = deps.shelf ?? localStorage;
  const store: Store<Snapshot> = createStore({
    ...EMPTY,
    can_fullscreen: canFill(root, video),
    skip_habits: (deps.likes ?? USUAL_LIKES).skip,
  });
  const subtitles: Subtitles = createSubtitles(
    video,
    {
      cues: (cues) => store.set({ cues }),
      pictures: (pictures) => store.set({ pictures }),
      drawn: (text_drawn, text_plain) => store.set({ text_drawn, text_plain }),
    },
    clock,
  );
  const reports = createReports(video, store, clock, deps.report);
  const [addressed, lastFrame] = [{ on: false }, createLastFrame(video)];
  const session = new Session(video, store, {
    ask: deps.ask,
    adapters: lastFrame.over(byAddress(deps.adapters ?? ADAPTERS, addressed)),
    clock,
    online: () => navigator.onLine,
    habits: () => habitsOf(readTaste(shelf)),
    heard: reports.failed,
    sound: (playback) => begin(playback, wishes()).sound,
  });
  const saver = createProgressSaver({
    clock,
    send: deps.save,
    read: () =>
      store.get().phase === 'ready'
        ? { position_s: video.currentTime, duration_s: store.get().duration_s }
        : null,
  });
  let lastText: string | null = null;
  const preferredText = () => {
    const { playback } = store.get();
    if (lastText !== null && store.get().text.some((one) => one.id === lastText)) return lastText;
    return playback && wantedText(playback.tracks.text, playback.choices, wishes());
  };
  const stage: Stage = { video, root, session, subtitles, store, preferredText, remember: remembering.add };
  const elsewhere = createElsewhere({
    clock,
    store,
    where: async () => (await deps.where?.()) ?? null,
    told: saver.told,
  });
  const parts: Parts = { stage, saver, elsewhere, shelf, wishes };
  const taste = readTaste(shelf);
  video.volume = taste.volume;
  video.muted = taste.muted;
  carryOut(stage, { do: 'text_design', on: taste.text_design });
  const keepText = () => (lastText = store.get().text_now ?? lastText);
  const stops = [hearMedia(parts), hearPage(parts), hearStore(parts), store.subscribe(keepText)];
  const likes = deps.likes ?? USUAL_LIKES;
  const like = (change: Partial<Likes>) => deps.like?.(change);
  const devices = createDevices({ video, store, likes, like, addressed, lastFrame, reopen: () => session.retryNow() });
  void session.start(start_s);
  return {
    get: store.get,
    subscribe: store.subscribe,
    request: (request) => {
      if (!devices.carryOut(request)) carryOut(stage, request);
      if (request.do === 'quality') {
        const chosen = store.get().qualities.find((q) => q.id === request.id);
        keepTaste(shelf, { quality: chosen ? heightOf(chosen) : null });
      }
      if (request.do === 'text_design') keepTaste(shelf, { text_design: request.on });
    },
    stats: () => session.adapter?.stats() ?? null,
    setLikes: ({ skip, levelling, night }) => store.set({ skip_habits: skip, levelling, night }),
    figures: reports.figures,
    destroy() {
      reports.destroy();
      saver.destroy();
      devices.destroy();
      remembering.destroy();
      for (const stop of stops) stop();
      subtitles.destroy();
      void session.destroy();
    },
  };
}

/** A device that has played nothing yet goes by how the page itself came. */
function habitsOf(taste: Habits): Habits {
  return { ...taste, line_bps: taste.line_bps ?? lineOfPage() };
}

function canFill(root: HTMLElement, video: HTMLVideoElement): boolean {
  return Boolean(root.requestFullscreen) || 'webkitEnterFullscreen' in video;
}
