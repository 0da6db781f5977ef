import { useState } from 'react';

import type { Media } from '@/api';

import { range, withAll } from './groups';

/** What is ticked. Those that are no longer in the list are not ticked any more. */
export function useSelection(items: readonly Media[]) {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const [last, setLast] = useState<string | null>(null);
  const order = items.map((media) => media.id);
  const picked = items.filter((media) => chosen.has(media.id));
  return {
    has: (id: string) => chosen.has(id),
    picked,
    /** With `reaching` everything from the last one ticked on follows. */
    turn: (id: string, reaching = false) => {
      const on = !chosen.has(id);
      setChosen(withAll(chosen, reaching ? range(order, last, id) : [id], on));
      setLast(id);
    },
    turnAll: (ids: readonly string[], on: boolean) => setChosen(withAll(chosen, ids, on)),
    clear: () => setChosen(new Set()),
  };
}

export type Selection = ReturnType<typeof useSelection>;
