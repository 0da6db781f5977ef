/**
 * The player: requests in, frozen snapshots out. It never shows what it merely asked for: paused,
 * place, volume and speed are read back from the media element after its events.
 */
import type { Playback } from '@/api';
import type { AdapterFactory, AdapterStats } from './adapter';
import { systemClock, type Clock } from './clock';
import { feedsElements } from './capabilities';
import { byAddress, createDevices, createLastFrame } from './devices/devices';
import { createDirectAdapter } from './directAdapter';
import { readMedia, watchMedia } from './media';
import { heightOf } from './qualities';
import { createProgressSaver, type Position, type ProgressSaver } from './progress';
import { createReports, type Figures, type Report } from './reports';
import { carryOut, type Stage } from './requests';
import { Session } from './session';
import { createElsewhere } from './elsewhere';
import { say } from './notices';
import { createShakaAdapter } from './shakaAdapter';
import { AutoSkip } from './skipping/autoSkip';
import { ASK_BEFORE_SKIPPING, groupOf, skipTo, type SkipHabits } from './skipping/markers';
import { createStore, type Store } from './store';
import { createSubtitles, type Subtitles, type TextSource } from './subtitles';
import { keepTaste, readTaste } from './taste';
import { EMPTY, type PlayerRequest, type Snapshot, type Way } from './types';

export interface PlayerDeps {
  /** Asks the server how to play. Throws PlayFailure. */
  ask(): Promise<Playback>;
  /** Sends where the viewer is; `leaving` must outlive the page. */
  save(position: Position, leaving: boolean): Promise<void>;
  /** Where the server knows the viewer to be, in seconds; null where it cannot be asked. */
  where?(): Promise<number | null>;
  /** What is to be done about intros, credits and the like when playing begins. */
  readonly skip_habits?: SkipHabits;
  /** Tells the server how the viewing named so goes. */
  report?(viewing: string, report: Report, leaving: boolean): Promise<void>;
  readonly clock?: Clock;
  readonly adapters?: Readonly<Record<Way, AdapterFactory>>;
  readonly shelf?: Pick<Storage, 'getItem' | 'setItem'>;
}

export interface Player {
  get(): Snapshot;
  subscribe(listener: () => void): () => void;
  request(request: PlayerRequest): void;
  stats(): AdapterStats | null;
  /** The viewer thinks anew about intros, credits and the like. */
  setSkipHabits(habits: SkipHabits): void;
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

export function textOf(playback: Playback): TextSource[] {
  return playback.tracks.text.flatMap((track) => {
    const url = track.images_url ?? track.url;
    if (!url) return [];
    const { id, language, label, forced, described, uploaded } = track;
    const own = track.form === 'ass' ? track.own_url : null;
    const design = own ? { script_url: own, fonts_url: playback.tracks.fonts_url } : null;
    const image = track.form === 'image';
    return [{ id, url, language, label, forced, described, uploaded, image, designed: design !== null, design }];
  });
}

/** The subtitle to show unasked: the language chosen last time, else what the file forces. */
export function firstText(list: readonly TextSource[], language: string | null): string | null {
  const liked = language ? list.find((t) => t.language === language && !t.forced) : undefined;
  return (liked ?? list.find((t) => t.forced))?.id ?? null;
}

interface Parts {
  readonly stage: Stage;
  readonly saver: ProgressSaver;
  readonly elsewhere: ReturnType<typeof createElsewhere>;
  readonly shelf: Pick<Storage, 'getItem' | 'setItem'>;
}

/** Leaves behind what the viewer wants left behind, and says so. */
function skipAlong({ stage: { video, store } }: Parts, skips: AutoSkip): void {
  const { phase, playback, skip_habits, seeking } = store.get();
  if (phase !== 'ready' || seeking || !playback) return;
  const marker = skips.moved(playback.markers, skip_habits, video.currentTime, video.playbackRate);
  if (!marker) return;
  const from_s = video.currentTime;
  video.currentTime = Math.min(skipTo(playback.markers, marker), video.duration || Infinity);
  say(store, { kind: 'skipped', group: groupOf(marker), from_s });
}

/** The element's events into the snapshot and to those who act on them. */
function hearMedia(parts: Parts): () => void {
  const { stage, saver } = parts;
  const { video, store, session, subtitles } = stage;
  const skips = new AutoSkip();
  return watchMedia(video, (event) => {
    const facts = readMedia(video);
    if (store.get().phase === 'ready') store.set(facts);
    else {
      // Between two ways the element stands at 0: the viewer's place is kept instead.
      const { volume, muted, rate, pip, can_pip } = facts;
      store.set({ volume, muted, rate, pip, can_pip, waiting: false });
    }
    if (event === 'timeupdate' || event === 'progress') session.moved();
    if (event === 'timeupdate') skipAlong(parts, skips);
    if (event === 'play' || event === 'pause') session.wants(event === 'play');
    if (event === 'playing') saver.playing();
    if (event === 'pause' || event === 'ended') saver.paused();
    if (event === 'seeked') saver.seeked();
    subtitles.native(facts.pip === true);
  });
}

/** What happens around the page: hidden, closed, online again, full screen left by the system. */
function hearPage({ stage, saver, elsewhere }: Parts): () => void {
  const { store, session, root } = stage;
  const seen = () => {
    if (document.visibilityState === 'visible') return void elsewhere.back();
    saver.leaving();
    elsewhere.left();
  };
  const away = () => saver.leaving();
  const online = () => session.backOnline();
  const screenChanged = () => store.set({ fullscreen: document.fullscreenElement === root });
  document.addEventListener('visibilitychange', seen);
  document.addEventListener('fullscreenchange', screenChanged);
  addEventListener('pagehide', away);
  addEventListener('online', online);
  return () => {
    document.removeEventListener('visibilitychange', seen);
    document.removeEventListener('fullscreenchange', screenChanged);
    removeEventListener('pagehide', away);
    removeEventListener('online', online);
  };
}

/** Follows the snapshot: new subtitles are offered once, the viewer's taste is kept. */
function hearStore({ stage, shelf }: Parts): () => void {
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
        const first = old.playback ? kept : firstText(list, readTaste(shelf).text_language);
        subtitles.select(first);
      }
      store.set({ text: list.map(({ url: _, design: __, ...choice }) => choice), text_now: subtitles.selected() });
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
  const shelf = deps.shelf ?? localStorage;
  const store: Store<Snapshot> = createStore({
    ...EMPTY,
    can_fullscreen: canFill(root, video),
    skip_habits: deps.skip_habits ?? ASK_BEFORE_SKIPPING,
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
    habits: () => readTaste(shelf),
    heard: reports.failed,
  });
  const saver = createProgressSaver({
    clock,
    send: deps.save,
    read: () =>
      store.get().phase === 'ready'
        ? { position_s: video.currentTime, duration_s: store.get().duration_s }
        : null,
  });
  const preferredText = () => {
    const { text } = store.get();
    const liked = readTaste(shelf).text_language;
    return (text.find((t) => t.language === liked) ?? text.find((t) => !t.forced) ?? text[0])?.id ?? null;
  };
  const stage: Stage = { video, root, session, subtitles, store, preferredText };
  const elsewhere = createElsewhere({
    clock,
    store,
    where: async () => (await deps.where?.()) ?? null,
    told: saver.told,
  });
  const parts: Parts = { stage, saver, elsewhere, shelf };
  const taste = readTaste(shelf);
  video.volume = taste.volume;
  video.muted = taste.muted;
  carryOut(stage, { do: 'text_design', on: taste.text_design });
  const stops = [hearMedia(parts), hearPage(parts), hearStore(parts)];
  const devices = createDevices({ video, store, shelf, addressed, lastFrame, reopen: () => session.retryNow() });
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
      if (request.do === 'text') {
        const chosen = store.get().text.find((t) => t.id === request.id);
        keepTaste(shelf, { text_language: chosen?.language ?? null });
      }
    },
    stats: () => session.adapter?.stats() ?? null,
    setSkipHabits: (skip_habits) => store.set({ skip_habits }),
    figures: reports.figures,
    destroy() {
      reports.destroy();
      saver.destroy();
      devices.destroy();
      for (const stop of stops) stop();
      subtitles.destroy();
      void session.destroy();
    },
  };
}

function canFill(root: HTMLElement, video: HTMLVideoElement): boolean {
  return Boolean(root.requestFullscreen) || 'webkitEnterFullscreen' in video;
}
