/**
 * The player: requests in, frozen snapshots out. It never shows what it merely asked for: paused,
 * place, volume and speed are read back from the media element after its events.
 */
import type { Choices, Playback } from '@/api';
import type { AdapterFactory, AdapterStats } from './adapter';
import { systemClock, type Clock } from './clock';
import { feedsElements } from './capabilities';
import { createDirectAdapter } from './directAdapter';
import { readMedia, watchMedia } from './media';
import { heightOf } from './qualities';
import { createProgressSaver, type Position, type ProgressSaver } from './progress';
import { carryOut, type Stage } from './requests';
import { Session } from './session';
import { createShakaAdapter } from './shakaAdapter';
import { createStore, type Store } from './store';
import { createSubtitles, type Subtitles, type TextSource } from './subtitles';
import { begin, wantedText, NO_WISHES, type Wishes } from './text/begin';
import { createRemembering } from './text/remember';
import { keepTaste, readTaste } from './taste';
import { EMPTY, type PlayerRequest, type Snapshot, type Way } from './types';

export interface PlayerDeps {
  /** Asks the server how to play. Throws PlayFailure. */
  ask(): Promise<Playback>;
  /** Sends where the viewer is; `leaving` must outlive the page. */
  save(position: Position, leaving: boolean): Promise<void>;
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
  destroy(): void;
}

const ADAPTERS: Readonly<Record<Way, AdapterFactory>> = {
  direct: createDirectAdapter,
  // An iPhone without Media Source plays HLS by itself.
  hls: (video, events) => (feedsElements() ? createShakaAdapter : createDirectAdapter)(video, events),
  dash: createShakaAdapter,
};

export function textOf(playback: Playback): TextSource[] {
  return playback.tracks.text.flatMap((track) => {
    const url = track.images_url ?? track.url;
    if (!url) return [];
    const { id, language, label, forced, described, uploaded } = track;
    return [{ id, url, language, label, forced, described, uploaded, image: track.form === 'image' }];
  });
}

interface Parts {
  readonly stage: Stage;
  readonly saver: ProgressSaver;
  readonly shelf: Pick<Storage, 'getItem' | 'setItem'>;
  wishes(): Wishes;
}

/** The element's events into the snapshot and to those who act on them. */
function hearMedia({ stage, saver }: Parts): () => void {
  const { video, store, session, subtitles } = stage;
  return watchMedia(video, (event) => {
    const facts = readMedia(video);
    if (store.get().phase === 'ready') store.set(facts);
    else {
      // Between two ways the element stands at 0: the viewer's place is kept instead.
      const { volume, muted, rate, pip, can_pip } = facts;
      store.set({ volume, muted, rate, pip, can_pip, waiting: false });
    }
    if (event === 'timeupdate' || event === 'progress') session.moved();
    if (event === 'play' || event === 'pause') session.wants(event === 'play');
    if (event === 'playing') saver.playing();
    if (event === 'pause' || event === 'ended') saver.paused();
    if (event === 'seeked') saver.seeked();
    subtitles.native(facts.pip === true);
  });
}

/** What happens around the page: hidden, closed, online again, full screen left by the system. */
function hearPage({ stage, saver }: Parts): () => void {
  const { store, session, root } = stage;
  const leaving = () => document.visibilityState === 'hidden' && saver.leaving();
  const away = () => saver.leaving();
  const online = () => session.backOnline();
  const screenChanged = () => store.set({ fullscreen: document.fullscreenElement === root });
  document.addEventListener('visibilitychange', leaving);
  document.addEventListener('fullscreenchange', screenChanged);
  addEventListener('pagehide', away);
  addEventListener('online', online);
  return () => {
    document.removeEventListener('visibilitychange', leaving);
    document.removeEventListener('fullscreenchange', screenChanged);
    removeEventListener('pagehide', away);
    removeEventListener('online', online);
  };
}

/** Follows the snapshot: new subtitles are offered once, the viewer's taste is kept. */
function hearStore({ stage, shelf, wishes }: Parts): () => void {
  const { store, subtitles } = stage;
  let before = store.get();
  return store.subscribe(() => {
    const now = store.get();
    const old = before;
    before = now;
    if (now.playback && now.playback !== old.playback) {
      const list = textOf(now.playback);
      const kept = now.text_now;
      const same = JSON.stringify(list.map((t) => t.url)) === JSON.stringify(
        (old.playback ? textOf(old.playback) : []).map((t) => t.url),
      );
      if (!same) {
        subtitles.offer(list);
        if (old.playback) subtitles.select(kept);
        else {
          const { text, text_delay_s } = begin(now.playback, wishes());
          subtitles.select(text);
          subtitles.delay(text_delay_s);
          store.set({ text_delay_s });
        }
      }
      store.set({ text: list.map(({ url: _, ...choice }) => choice), text_now: subtitles.selected() });
    }
    if (now.volume !== old.volume || now.muted !== old.muted) {
      keepTaste(shelf, { volume: now.volume, muted: now.muted });
    }
    if (now.line_bps !== old.line_bps && now.line_bps) keepTaste(shelf, { line_bps: now.line_bps });
  });
}

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
  const store: Store<Snapshot> = createStore({ ...EMPTY, can_fullscreen: canFill(root, video) });
  const subtitles: Subtitles = createSubtitles(
    video,
    { cues: (cues) => store.set({ cues }), pictures: (pictures) => store.set({ pictures }) },
    clock,
  );
  const session = new Session(video, store, {
    ask: deps.ask,
    adapters: deps.adapters ?? ADAPTERS,
    clock,
    online: () => navigator.onLine,
    habits: () => readTaste(shelf),
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
  const parts: Parts = { stage, saver, shelf, wishes };
  const taste = readTaste(shelf);
  video.volume = taste.volume;
  video.muted = taste.muted;
  const stops = [hearMedia(parts), hearPage(parts), hearStore(parts), store.subscribe(() => (lastText = store.get().text_now ?? lastText))];
  void session.start(start_s);
  return {
    get: store.get,
    subscribe: store.subscribe,
    request: (request) => {
      carryOut(stage, request);
      if (request.do === 'quality') {
        const chosen = store.get().qualities.find((q) => q.id === request.id);
        keepTaste(shelf, { quality: chosen ? heightOf(chosen) : null });
      }
    },
    stats: () => session.adapter?.stats() ?? null,
    destroy() {
      saver.destroy();
      remembering.destroy();
      for (const stop of stops) stop();
      subtitles.destroy();
      void session.destroy();
    },
  };
}

function canFill(root: HTMLElement, video: HTMLVideoElement): boolean {
  return Boolean(root.requestFullscreen) || 'webkitEnterFullscreen' in video;
}
