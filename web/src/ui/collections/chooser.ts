/** For which title collections are being chosen. One window for the whole app, fetched when it is first asked for. */
import { create } from 'zustand';

import type { Media } from '@/api';

interface Chooser {
  media: Media | null;
  open: (media: Media) => void;
  close: () => void;
}

export const useChooser = create<Chooser>((set) => ({
  media: null,
  open: (media) => set({ media }),
  close: () => set({ media: null }),
}));
