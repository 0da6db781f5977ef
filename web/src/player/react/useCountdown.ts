/** Seconds until the next title begins, and calling when they are over. */
import { useEffect, useState } from 'react';

export const COUNT_S = 10;

/** It counts while `on`. */
export function useCountdown(on: boolean, onOver: () => void): number {
  const [left, setLeft] = useState(COUNT_S);
  useEffect(() => {
    if (!on) return;
    if (left <= 0) {
      onOver();
      return;
    }
    const timer = setTimeout(() => setLeft(left - 1), 1000);
    return () => clearTimeout(timer);
  }, [on, left, onOver]);
  return left;
}
