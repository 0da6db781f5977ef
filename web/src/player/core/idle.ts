/** Shows the controls while the viewer stirs and takes them away after a while of stillness. */
import type { Clock } from './clock';

export const HIDE_AFTER_MS = 3000;

export interface Idle {
  /** The viewer stirred. */
  stir(): void;
  /** Away at once: the pointer left, or a tap asked for it. */
  hide(): void;
  /** While a reason is held (paused, a menu open, a control focused) the controls stay. */
  hold(reason: string, held: boolean): void;
  visible(): boolean;
  destroy(): void;
}

export function createIdle(clock: Clock, changed: (visible: boolean) => void): Idle {
  const reasons = new Set<string>();
  let shown = true;
  let cancel: () => void = () => undefined;

  const show = (next: boolean) => {
    if (shown === next) return;
    shown = next;
    changed(next);
  };
  const wait = () => {
    cancel();
    cancel = clock.after(HIDE_AFTER_MS, () => {
      if (reasons.size === 0) show(false);
    });
  };
  wait();
  return {
    stir() {
      show(true);
      wait();
    },
    hide() {
      if (reasons.size > 0) return;
      cancel();
      show(false);
    },
    hold(reason, held) {
      if (held === reasons.has(reason)) return;
      if (held) reasons.add(reason);
      else reasons.delete(reason);
      if (held) show(true);
      wait();
    },
    visible: () => shown,
    destroy: () => cancel(),
  };
}
