/**
 * Somebody comes back to a film that was paused here, and has gone on elsewhere meanwhile: they are
 * offered to go on there. Nothing moves by itself.
 */
import type { Clock } from '../clock';
import { say } from '../notices';
import type { Store } from '../store';
import type { Snapshot } from '../types';

/** Away for less than this, nobody has watched on another device. */
export const AWAY_MS = 30_000;
/** Less is no difference to a viewer. */
const FAR_S = 20;

interface Deps {
  readonly clock: Clock;
  readonly store: Store<Snapshot>;
  where(): Promise<number | null>;
  /** Where the server was last told from here that the viewer is. */
  told(): number | null;
}

export function createElsewhere({ clock, store, where, told }: Deps) {
  let left_ms: number | null = null;
  return {
    left(): void {
      left_ms = clock.now();
    },
    async back(): Promise<void> {
      const away_ms = left_ms === null ? 0 : clock.now() - left_ms;
      left_ms = null;
      const { phase, paused, playback } = store.get();
      if (away_ms < AWAY_MS || phase !== 'ready' || !paused) return;
      const to_s = await where();
      const known_s = told() ?? playback?.resume_at_s ?? 0;
      const { time_s, paused: still } = store.get();
      if (to_s === null || !still || Math.abs(to_s - known_s) < FAR_S || Math.abs(to_s - time_s) < FAR_S) return;
      say(store, { kind: 'elsewhere', to_s });
    },
  };
}
