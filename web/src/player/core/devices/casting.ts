/** A film goes to a television and comes back: from the same place, by an address while it is there. */
import type { Playback } from '@/api';
import type { Store } from '../store';
import type { Snapshot, Way } from '../types';
import { remoteOf, wholeUrl, type Remote } from './cast';

export const HLS_MIME = 'application/vnd.apple.mpegurl';

export interface CastParts {
  readonly video: HTMLVideoElement;
  readonly store: Store<Snapshot>;
  /** Opens the title anew at the same place. */
  reopen(): void;
  /** The sound of the element goes into Web Audio for good, so AirPlay would be mute. */
  soundTaken(): boolean;
}

/** Shared with those who open ways: by buffers, or by an address. */
export interface Addressed {
  on: boolean;
}

/** What a television could be given, and whether it plays by an address already. */
export function addressOf(
  playback: Playback | null,
  way: Way | null,
  playsHls: boolean,
): { url: string; mime: string | null; already: boolean } | null {
  if (!playback) return null;
  if (playback.decision === 'direct' && playback.direct_url && way === 'direct') {
    return { url: playback.direct_url, mime: playback.direct_type ?? null, already: true };
  }
  if (!playback.manifest_url || !playsHls) return null;
  return { url: playback.manifest_url, mime: HLS_MIME, already: false };
}

/** Resolves when a way is open; false where none came. */
function opened(store: Store<Snapshot>): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      const { phase } = store.get();
      if (phase !== 'ready' && phase !== 'failed') return;
      stop();
      resolve(phase === 'ready');
    };
    const stop = store.subscribe(look);
  });
}

export interface Casting {
  toggle(): Promise<void>;
  destroy(): void;
}

export function createCasting({ video, store, reopen, soundTaken }: CastParts, addressed: Addressed): Casting | null {
  const playsHls = video.canPlayType?.(HLS_MIME) !== '';
  let there = false;
  const back = () => {
    store.set({ cast: 'off' });
    if (!addressed.on) return;
    addressed.on = false;
    reopen();
  };
  const remote: Remote | null = remoteOf(video, {
    available(found) {
      there = found;
      follow();
    },
    state(state) {
      if (state === 'off') back();
      else store.set({ cast: state });
    },
  });
  if (!remote) return null;
  const follow = () => {
    const { playback, way, cast } = store.get();
    const address = addressOf(playback, way, playsHls);
    if (address) remote.look(wholeUrl(address.url, document.baseURI), address.mime);
    const mute = remote.kind === 'airplay' && soundTaken();
    store.set({ can_cast: cast !== 'off' || (there && address !== null && !mute) });
  };
  const stop = store.subscribe(follow);
  follow();
  return {
    async toggle() {
      const { playback, way, cast } = store.get();
      const address = addressOf(playback, way, playsHls);
      if (cast === 'off' && !addressed.on && address && !address.already) {
        addressed.on = true;
        const ready = opened(store);
        reopen();
        if (!(await ready)) return back();
      }
      try {
        // With something playing there the browser asks whether to end it.
        await remote.choose();
      } catch {
        if (store.get().cast === 'off') back();
      }
    },
    destroy() {
      stop();
      remote.destroy();
    },
  };
}
