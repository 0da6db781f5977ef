/** The card that is grown at this moment. There is one for the whole app, drawn over everything. */
import { useEffect, useRef } from 'react';
import { create } from 'zustand';

import type { Media } from '@/api';

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

/** Handlers for a card: growing waits, so that a pointer passing by disturbs nothing. */
export function useGrowing(media: Media, onForget?: () => void) {
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const stop = () => clearTimeout(timer.current);
  useEffect(() => () => clearTimeout(timer.current), []);

  function wait(still: Element) {
    stop();
    timer.current = setTimeout(() => {
      const { left, top, width, height } = still.getBoundingClientRect();
      useGrown.getState().show({ media, place: { left, top, width, height }, onForget });
    }, WAIT_MS);
  }

  return {
    onPointerEnter: (event: React.PointerEvent) => {
      if (event.pointerType === 'mouse') wait(event.currentTarget);
    },
    onPointerLeave: stop,
    onPointerDown: stop,
    onFocus: (event: React.FocusEvent) => {
      if (event.target.matches(':focus-visible')) wait(event.currentTarget);
    },
    onBlur: () => {
      stop();
      useGrown.getState().hide();
    },
  };
}
