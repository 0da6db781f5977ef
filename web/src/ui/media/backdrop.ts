/** Whether a picture reaches under the bar of the page: then the bar is clear and light on dark. */
import { useLayoutEffect } from 'react';
import { create } from 'zustand';

import { useWide } from '@/lib/useWide';

export const useBackdrop = create<{ count: number }>(() => ({ count: 0 }));

/** Told by a hero while it is shown. One that is a card on a phone lies beneath the bar there. */
export function useUnderBar(cardOnPhone = false): void {
  const wide = useWide();
  const under = wide || !cardOnPhone;
  useLayoutEffect(() => {
    if (!under) return;
    useBackdrop.setState(({ count }) => ({ count: count + 1 }));
    return () => useBackdrop.setState(({ count }) => ({ count: count - 1 }));
  }, [under]);
}
