/** Carries a request out on the element; what came of it is told by the element's own events. */
import type { Choices } from '@/api';
import { moveOut, pipApi } from './devices/pipWindow';
import type { Session } from './stream/session';
import type { Store } from './store';
import { skippable, skipTo } from './skipping/markers';
import type { Subtitles } from './text/subtitles';
import { delayOf } from './text/delay';
import { chapterStep } from './timeline';
import { RATES, type PlayerRequest, type Snapshot } from './types';

export interface Stage {
  readonly video: HTMLVideoElement;
  /** What goes full screen: picture and controls together. */
  readonly root: HTMLElement;
  readonly session: Session;
  readonly subtitles: Subtitles;
  readonly store: Store<Snapshot>;
  /** The subtitle that `c` brings back. */
  preferredText(): string | null;
  /** The viewer chose this for the title. */
  remember(change: Partial<Choices>): void;
}

/** Just before the end: the last frame, and a real end when playing goes on. */
const BEFORE_END_S = 0.1;

function seek({ video, store }: Stage, to_s: number): void {
  const { duration_s, phase } = store.get();
  if (phase !== 'ready' || !Number.isFinite(to_s)) return;
  video.currentTime = Math.min(Math.max(0, to_s), Math.max(0, duration_s - BEFORE_END_S));
}

/** The stretch under the present moment is left behind. */
function skipMarker(stage: Stage): void {
  const { playback, skip_habits } = stage.store.get();
  const markers = playback?.markers ?? [];
  const marker = skippable(markers, skip_habits, stage.video.currentTime);
  if (marker) seek(stage, skipTo(markers, marker));
}

function stepChapter(stage: Stage, by: 1 | -1): void {
  const to_s = chapterStep(stage.store.get().playback?.chapters ?? [], stage.video.currentTime, by);
  if (to_s !== null) seek(stage, to_s);
}

function setVolume({ video }: Stage, to: number): void {
  video.volume = Math.round(Math.min(1, Math.max(0, to)) * 100) / 100;
  video.muted = video.volume === 0;
}

/** The default too: opening another source sets the speed back to it. */
function setRate(video: HTMLVideoElement, rate: number): void {
  video.defaultPlaybackRate = rate;
  video.playbackRate = rate;
}

function stepRate({ video }: Stage, by: 1 | -1): void {
  // While it buffers Shaka holds the element at 0: the speed that was chosen is the other one.
  const now = video.playbackRate || video.defaultPlaybackRate;
  const faster = RATES.find((rate) => rate > now + 0.001);
  const slower = [...RATES].reverse().find((rate) => rate < now - 0.001);
  setRate(video, (by > 0 ? faster : slower) ?? now);
}

/** A window of our own where the browser has them, else one with the picture alone. */
async function togglePip({ video, root, store }: Stage): Promise<void> {
  if (document.pictureInPictureElement) return document.exitPictureInPicture();
  const host = root.parentElement;
  const ratio = video.videoHeight > 0 ? video.videoWidth / video.videoHeight : 16 / 9;
  if (pipApi() && host) {
    const moved = await moveOut(host, ratio, (pip_window) => store.set({ pip_window })).then(() => true, () => false);
    if (moved) return;
  }
  await video.requestPictureInPicture();
}

type PhoneVideo = HTMLVideoElement & { webkitEnterFullscreen?: () => void };
type Lockable = ScreenOrientation & { lock?: (to: string) => Promise<void> };

async function toggleFullscreen({ video, root }: Stage): Promise<void> {
  if (document.fullscreenElement) return document.exitFullscreen();
  // iPhones let only the video element itself fill the screen.
  if (!root.requestFullscreen) return (video as PhoneVideo).webkitEnterFullscreen?.();
  await root.requestFullscreen({ navigationUI: 'hide' });
  const lying = video.videoWidth >= video.videoHeight;
  if (video.videoWidth > 0) await (screen.orientation as Lockable).lock?.(lying ? 'landscape' : 'portrait');
}

function setText(stage: Stage, id: string | null): void {
  stage.subtitles.select(id);
  stage.store.set({ text_now: stage.subtitles.selected() });
  const { text, text_now } = stage.store.get();
  const chosen = text.find((one) => one.id === text_now);
  if (!chosen) return stage.remember({ text: 'off' });
  const { id: found, language, label, forced, described } = chosen;
  stage.remember({ text: { id: found, language, label, forced, described } });
}

function setDelay({ subtitles, store, remember }: Stage, to_s: number): void {
  const text_delay_s = delayOf(to_s);
  subtitles.delay(text_delay_s);
  store.set({ text_delay_s });
  remember({ text_delay_s });
}

function setAudio({ session, store, remember }: Stage, id: string): void {
  const chosen = store.get().audio.find((one) => one.id === id);
  if (chosen) remember({ audio: { id: null, language: chosen.language, label: chosen.label } });
  session.setAudio(id);
}

/** Refusals of the system (no full screen in a frame, no PiP now) leave things as they are. */
const quietly = (done: Promise<void>) => void done.catch(() => undefined);

export function carryOut(stage: Stage, request: PlayerRequest): void {
  const { video, session } = stage;
  switch (request.do) {
    case 'play':
      return quietly(session.play());
    case 'pause':
      return session.pause();
    case 'toggle':
      return video.paused || video.ended ? quietly(session.play()) : session.pause();
    case 'start_over':
      seek(stage, 0);
      return quietly(session.play());
    case 'retry':
      return session.retryNow();
    case 'seek':
      return seek(stage, request.to_s);
    case 'skip':
      return seek(stage, video.currentTime + request.by_s);
    case 'seek_part':
      return seek(stage, stage.store.get().duration_s * request.part);
    case 'skip_marker':
      return skipMarker(stage);
    case 'chapter_step':
      return stepChapter(stage, request.by);
    case 'rate':
      return setRate(video, request.to);
    case 'rate_step':
      return stepRate(stage, request.by);
    case 'volume':
      return setVolume(stage, request.to);
    case 'volume_step':
      return setVolume(stage, (video.muted ? 0 : video.volume) + request.by);
    case 'toggle_mute':
      video.muted = !video.muted;
      if (!video.muted && video.volume === 0) video.volume = 0.5;
      return;
    case 'toggle_text':
      return setText(stage, stage.subtitles.selected() === null ? stage.preferredText() : null);
    case 'text':
      return setText(stage, request.id);
    case 'text_design':
      stage.store.set({ text_design: request.on });
      return stage.subtitles.asDesigned(request.on);
    case 'text_delay':
      return setDelay(stage, request.to_s);
    case 'text_delay_step':
      return setDelay(stage, stage.store.get().text_delay_s + request.by_s);
    case 'refresh_text':
      return quietly(session.refresh().then(() => request.id !== null && setText(stage, request.id)).then(() => undefined));
    case 'toggle_pip':
      return quietly(togglePip(stage));
    case 'toggle_fullscreen':
      return quietly(toggleFullscreen(stage));
    case 'quality':
      return session.setQuality(request.id === 'auto' ? null : request.id);
    case 'audio':
      return setAudio(stage, request.id);
  }
}
