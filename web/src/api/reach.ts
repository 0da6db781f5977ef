/** Whether the server can be reached, as seen by requests, by the event stream and by the browser. */
import { create } from 'zustand';

import { get, onReach } from './client';

interface Reach {
  online: boolean;
  set: (online: boolean) => void;
}

export const useReach = create<Reach>((set) => ({
  online: true,
  set: (online) => set((state) => (state.online === online ? state : { online })),
}));

onReach((reached) => useReach.getState().set(reached));

/** Asks the server whether it is there. */
export async function isThere(): Promise<boolean> {
  return get('/api/health').then(
    () => true,
    () => false,
  );
}
