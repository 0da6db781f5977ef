/** Whether a picture reaches under the bar of the page: then the bar is clear and light on dark. */
import { useLayoutEffect } from 'react';
import { create } from 'zustand';

export const useBackdrop = create<{ count: number }>(() => ({ count: 0 }));

export function useUnderBar(): void {
  useLayoutEffect(() => {
    useBackdrop.setState(({ count }) => ({ count: count + 1 }));
    return () => useBackdrop.setState(({ count }) => ({ count: count - 1 }));
  }, []);
}
