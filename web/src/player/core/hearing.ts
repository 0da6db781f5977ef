/** What the element, the page and the snapshot tell, and who acts on it. */
import type { Playback } from '@/api';
import type { createElsewhere } from './progress/elsewhere';
import { readMedia, watchMedia } from './media';
import { say } from './notices';
import type { ProgressSaver } from './progress/progress';
import type { Stage } from './requests';
import { AutoSkip } from './skipping/autoSkip';
import { groupOf, skipTo } from './skipping/markers';
import type { TextSource } from './text/subtitles';
import { keepTaste } from './taste';
import { begin, type Wishes } from './text/begin';

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

export interface Parts {
  readonly stage: Stage;
  readonly saver: ProgressSaver;
  readonly elsewhere: ReturnType<typeof createElsewhere>;
  readonly shelf: Pick<Storage, 'getItem' | 'setItem'>;
  wishes(): Wishes;
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
export function hearMedia(parts: Parts): () => void {
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
export function hearPage({ stage, saver, elsewhere }: Parts): () => void {
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
export function hearStore({ stage, shelf, wishes }: Parts): () => void {
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
      store.set({ text: list.map(({ url: _, design: __, ...choice }) => choice), text_now: subtitles.selected() });
    }
    if (now.volume !== old.volume || now.muted !== old.muted) {
      keepTaste(shelf, { volume: now.volume, muted: now.muted });
    }
    if (now.line_bps !== old.line_bps && now.line_bps) keepTaste(shelf, { line_bps: now.line_bps });
  });
}
