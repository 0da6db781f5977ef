/**
 * Remembers where the viewer is: every 10 s while playing, and when they pause, seek, hide the
 * page or leave: then also a place that was sent and not yet answered, for a page that goes takes its requests along.
 * A start that failed never writes, so a real position is never lost to a 0.
 */
import type { Clock } from '../clock';

export const SAVE_EVERY_MS = 10_000;
/** A drag along the bar is many seeks: only where it comes to rest is worth a request. */
const SETTLE_MS = 600;
const MOVED_S = 0.5;

export interface Position {
  readonly position_s: number;
  readonly duration_s: number;
}

export interface SaverDeps {
  readonly clock: Clock;
  /** Where the element is; null while it does not truly show this media. */
  read(): Position | null;
  /** `leaving`: the page may be gone before an answer comes, so a beacon must carry it. */
  send(position: Position, leaving: boolean): Promise<void>;
}

export interface ProgressSaver {
  playing(): void;
  paused(): void;
  seeked(): void;
  /** Page hidden or closed. */
  leaving(): void;
  /** The place last sent, in seconds; null before one was. */
  told(): number | null;
  destroy(): void;
}

export function createProgressSaver({ clock, read, send }: SaverDeps): ProgressSaver {
  let last: Position | null = null;
  /** The place the server is known to have: what was sent may die with the page. */
  let kept: Position | null = null;
  let began = false;
  let stopTick: () => void = () => undefined;
  let stopSettle: () => void = () => undefined;

  const save = (leaving = false) => {
    const now = read();
    if (!began || !now || !(now.duration_s > 0) || !Number.isFinite(now.position_s)) return;
    const told = last !== null && Math.abs(last.position_s - now.position_s) < MOVED_S;
    if (told && (!leaving || last === kept)) return;
    const before = last;
    last = now;
    send(now, leaving).then(
      () => {
        if (last === now) kept = now;
      },
      () => {
        // Not kept by the server: the next tick tries again with a newer place.
        if (last === now) last = before;
      },
    );
  };
  const tick = () => {
    stopTick();
    stopTick = clock.after(SAVE_EVERY_MS, () => {
      save();
      tick();
    });
  };
  return {
    playing() {
      const position = read();
      if (!began && position) {
        began = true;
        // Where playing begins is what the server told us: nothing to save yet.
        last = kept = position;
      }
      tick();
    },
    paused() {
      stopTick();
      save();
    },
    seeked() {
      stopSettle();
      stopSettle = clock.after(SETTLE_MS, () => save());
    },
    leaving() {
      stopSettle();
      save(true);
    },
    told: () => last?.position_s ?? null,
    destroy() {
      stopTick();
      stopSettle();
      // The page lives on, so its answer can be waited for: only a dying page needs a beacon.
      save();
    },
  };
}
