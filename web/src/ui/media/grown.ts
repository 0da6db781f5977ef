/** The card that is grown at this moment. There is one for the whole app, drawn over everything. */
import { useEffect, useRef } from 'react';
import { create } from 'zustand';

import type { Media } from '@/api';

import { useSelection } from './selection/store';

export interface Place {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface Grown {
  media: Media;
  /** Where its card lies in the window. */
  place: Place;
  /** Set where the card can be taken out of its row. */
  onForget?: () => void;
  /** Grown by the keyboard: it then shows the focus of its card, which lies beneath it. */
  byKeys: boolean;
  /** The tick beneath it, where titles can be chosen. */
  tick: HTMLElement | null;
}

interface GrownState {
  grown: Grown | null;
  show: (grown: Grown) => void;
  hide: () => void;
}

export const useGrown = create<GrownState>((set) => ({
  grown: null,
  show: (grown) => set({ grown }),
  hide: () => set((state) => (state.grown ? { grown: null } : state)),
}));

const WAIT_MS = 400;

/** Handlers for a card and for its still: growing waits, so that a pointer passing by disturbs nothing. */
export function useGrowing(media: Media, onForget?: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);

  function wait(still: Element | null, byKeys: boolean) {
    // While titles are chosen nothing may come between the pointer and the next card.
    if (!still || useSelection.getState().active) return;
    stop();
    timer.current = setTimeout(() => {
      const { left, top, width, height } = still.getBoundingClientRect();
      const tick = still.closest('[data-pick]')?.querySelector<HTMLElement>('[data-tick]') ?? null;
      useGrown.getState().show({ media, place: { left, top, width, height }, onForget, byKeys, tick });
    }, WAIT_MS);
  }

  const still = {
    onPointerEnter: (event: React.PointerEvent) => {
      if (event.pointerType === 'mouse') wait(event.currentTarget, false);
    },
    onPointerLeave: stop,
    onPointerDown: stop,
  };
  const link = {
    onFocus: (event: React.FocusEvent) => {
      if (event.currentTarget.matches(':focus-visible')) wait(event.currentTarget.firstElementChild, true);
    },
    onBlur: () => {
      stop();
      if (useGrown.getState().grown?.byKeys) useGrown.getState().hide();
    },
  };
  return { still, link };
}
