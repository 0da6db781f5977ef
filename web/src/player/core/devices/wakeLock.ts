/** Keeps the screen awake while a film plays in sight. The system takes a lock from hidden pages. */
import type { Store } from '../store';
import type { Snapshot } from '../types';

interface Sentinel extends EventTarget {
  release(): Promise<void>;
}

export interface Locks {
  request(type: 'screen'): Promise<Sentinel>;
}

/** Sound alone lets the screen sleep. */
export function wantsScreen(s: Snapshot): boolean {
  return s.phase === 'ready' && !s.paused && !s.ended && s.video_width > 0 && s.cast !== 'on';
}

export function keepAwake(store: Store<Snapshot>, locks: Locks | undefined, page: Document): () => void {
  if (!locks) return () => undefined;
  let held: Sentinel | null = null;
  let asking = false;
  let gone = false;
  const wanted = () => !gone && page.visibilityState === 'visible' && wantsScreen(store.get());
  const letGo = () => {
    const old = held;
    held = null;
    void old?.release().catch(() => undefined);
  };
  const follow = async () => {
    if (!wanted()) return letGo();
    if (held || asking) return;
    asking = true;
    // Refused with an empty battery: then the screen sleeps as it would.
    const got = await locks.request('screen').catch(() => null);
    asking = false;
    held = got;
    got?.addEventListener('release', () => {
      if (held === got) held = null;
    });
    if (got && !wanted()) letGo();
  };
  const changed = () => void follow();
  const stop = store.subscribe(changed);
  page.addEventListener('visibilitychange', changed);
  changed();
  return () => {
    gone = true;
    stop();
    page.removeEventListener('visibilitychange', changed);
    letGo();
  };
}
