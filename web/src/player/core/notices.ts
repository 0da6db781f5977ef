/** Passing words to the viewer: each has a number of its own, so that two equal ones are two. */
import type { Store } from './store';
import type { Notice, Snapshot } from './types';

type Unnumbered = Notice extends infer N ? (N extends Notice ? Omit<N, 'seq'> : never) : never;

export function say(store: Store<Snapshot>, notice: Unnumbered): void {
  const seq = (store.get().notice?.seq ?? 0) + 1;
  store.set({ notice: { ...notice, seq } as Notice });
}
