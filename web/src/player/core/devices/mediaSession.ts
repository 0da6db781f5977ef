/**
 * Names what plays to the system (W3C Media Session): lock screens, headphones and keyboards show
 * where it is and speak to the player.
 */
import type { Player } from '../player';
import type { PlayerRequest, Snapshot } from '../types';

export interface Named {
  readonly title: string;
  readonly artist: string;
  readonly picture: string | null;
}

type Ask = (details: MediaSessionActionDetails) => PlayerRequest;

const ACTIONS: Readonly<Record<string, Ask>> = {
  play: () => ({ do: 'play' }),
  pause: () => ({ do: 'pause' }),
  stop: () => ({ do: 'pause' }),
  seekbackward: (d) => ({ do: 'skip', by_s: -(d.seekOffset ?? 10) }),
  seekforward: (d) => ({ do: 'skip', by_s: d.seekOffset ?? 10 }),
  seekto: (d) => ({ do: 'seek', to_s: d.seekTime ?? 0 }),
  previoustrack: () => ({ do: 'seek', to_s: 0 }),
  enterpictureinpicture: () => ({ do: 'toggle_pip' }),
};

/** What the system is told of the place; null where there is none to tell. */
export function placeOf(s: Snapshot): MediaPositionState | null {
  if (s.phase !== 'ready' || !(s.duration_s > 0)) return null;
  const position = Math.min(Math.max(0, s.time_s), s.duration_s);
  return { duration: s.duration_s, playbackRate: s.rate || 1, position };
}

export function stateOf(s: Snapshot): MediaSessionPlaybackState {
  if (s.phase === 'failed' || s.ended) return 'none';
  return s.paused ? 'paused' : 'playing';
}

/** The system counts on by itself: it is told again where it would have counted wrong. */
const DRIFT_S = 1;

function counted(told: MediaPositionState, since_ms: number, playing: boolean): number {
  const position = told.position ?? 0;
  return playing ? position + ((told.playbackRate ?? 1) * since_ms) / 1000 : position;
}

/** Browsers throw at actions they do not know. */
function handle(session: MediaSession, action: string, handler: MediaSessionActionHandler | null): void {
  try {
    session.setActionHandler(action as MediaSessionAction, handler);
  } catch {
    return;
  }
}

function picturesOf(url: string | null): MediaImage[] {
  if (!url) return [];
  const at = new URL(url, document.baseURI);
  return [320, 480, 640].map((width) => {
    const one = new URL(at);
    one.searchParams.set('w', String(width));
    return { src: one.href, sizes: `${width}x${Math.round((width * 9) / 16)}` };
  });
}

export function nameToSystem(session: MediaSession, player: Player, named: Named, next: (() => void) | null): () => void {
  const { title, artist, picture } = named;
  session.metadata = new MediaMetadata({ title, artist, artwork: picturesOf(picture) });
  for (const [action, ask] of Object.entries(ACTIONS)) {
    handle(session, action, (details) => player.request(ask(details)));
  }
  handle(session, 'nexttrack', next);
  let told: MediaPositionState | null = null;
  let told_at = 0;
  const follow = () => {
    const now = player.get();
    const state = stateOf(now);
    const was = session.playbackState;
    if (was !== state) session.playbackState = state;
    const place = placeOf(now);
    if (!place) {
      if (told) session.setPositionState?.();
      told = null;
      return;
    }
    const same =
      told !== null && was === state && told.duration === place.duration && told.playbackRate === place.playbackRate &&
      Math.abs(counted(told, performance.now() - told_at, state === 'playing') - (place.position ?? 0)) < DRIFT_S;
    if (same) return;
    told = place;
    told_at = performance.now();
    session.setPositionState?.(place);
  };
  const stop = player.subscribe(follow);
  follow();
  return () => {
    stop();
    session.metadata = null;
    session.playbackState = 'none';
    session.setPositionState?.();
    for (const action of [...Object.keys(ACTIONS), 'nexttrack']) handle(session, action, null);
  };
}
