/** Touch on the picture: one tap shows or hides the controls, two on a side seek, more add up. */
import type { Clock } from '../clock';

export type Side = 'left' | 'middle' | 'right';

export interface TapWishes {
  single(): void;
  /** `sum_s` is what the run of taps has come to, for showing; `by_s` is this tap's step. */
  seek(by_s: number, sum_s: number): void;
  middle(): void;
}

const WINDOW_MS = 280;
const RUN_MS = 650;
const STEP_S = 10;

export interface Taps {
  tap(side: Side): void;
  destroy(): void;
}

export function createTaps(clock: Clock, wishes: TapWishes): Taps {
  let first: Side | null = null;
  let run: { side: Side; sum_s: number; until: number } | null = null;
  let cancel: () => void = () => undefined;

  const step = (side: Side, sum_s: number) => {
    const by_s = side === 'left' ? -STEP_S : STEP_S;
    run = { side, sum_s: sum_s + by_s, until: clock.now() + RUN_MS };
    wishes.seek(by_s, run.sum_s);
  };
  const double = (side: Side) => {
    first = null;
    cancel();
    if (side === 'middle') wishes.middle();
    else step(side, 0);
  };
  return {
    tap(side) {
      if (run && run.side === side && clock.now() <= run.until) return step(side, run.sum_s);
      run = null;
      if (first === side) return double(side);
      cancel();
      first = side;
      cancel = clock.after(WINDOW_MS, () => {
        first = null;
        wishes.single();
      });
    },
    destroy: () => cancel(),
  };
}
