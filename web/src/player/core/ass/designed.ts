/**
 * Which ASS track is drawn as its author designed it, and which is not and why. A track that could
 * not be drawn is not tried again in this viewing: its words are shown plain.
 */
import type { Clock } from '../clock';
import { canDraw, createDrawing, type Drawing } from './drawing';
import type { Design, PlainReason } from './messages';

export interface Designed {
  /** Draws the track of an id, the same one going on; null: none. */
  select(id: string | null, design: Design | null): void;
  /** True once its lines are on the canvas. */
  drawn(): boolean;
  /** Why the chosen track is not and will not be drawn. */
  refused(): Exclude<PlainReason, 'chosen'> | null;
  hide(hidden: boolean): void;
  setDelay(delay_s: number): void;
  destroy(): void;
}

export function createDesigned(video: HTMLVideoElement, clock: Clock, changed: () => void): Designed {
  const refused = new Map<string, 'failed' | 'fonts'>();
  let chosen: string | null = null;
  let drawing: Drawing | null = null;
  let ready = false;
  let delay_s = 0;

  const stop = () => {
    drawing?.destroy();
    drawing = null;
    ready = false;
  };
  const begin = (id: string, design: Design) => {
    const mine = createDrawing(video, design, clock, {
      ready: () => {
        ready = true;
        changed();
      },
      failed: (why) => {
        refused.set(id, why);
        if (drawing === mine) stop();
        changed();
      },
    });
    drawing = mine;
    mine.setDelay(delay_s);
  };
  return {
    select(id, design) {
      if (id === chosen) return;
      stop();
      chosen = id;
      if (id !== null && design && !refused.has(id) && canDraw()) begin(id, design);
    },
    drawn: () => ready,
    refused: () => (chosen === null ? null : canDraw() ? (refused.get(chosen) ?? null) : 'browser'),
    hide: (hidden) => drawing?.hide(hidden),
    setDelay(to_s) {
      delay_s = to_s;
      drawing?.setDelay(to_s);
    },
    destroy: stop,
  };
}
