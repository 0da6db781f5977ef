/** What nobody waits for comes when nothing else is to do. */
import { startTransition, useEffect, useState } from 'react';

const IDLE_MS = 1_500;
const LONGEST_MS = 3_000;

/** False until the browser has had a moment with nothing else to do; before it is `ready`, not for three seconds. */
export function useRested(ready = true): boolean {
  const [rested, setRested] = useState(false);
  useEffect(() => {
    if (rested) return;
    const rest = () => startTransition(() => setRested(true));
    if (!ready || !('requestIdleCallback' in window)) {
      const timer = setTimeout(rest, ready ? IDLE_MS : LONGEST_MS);
      return () => clearTimeout(timer);
    }
    const wish = requestIdleCallback(rest, { timeout: IDLE_MS });
    return () => cancelIdleCallback(wish);
  }, [ready, rested]);
  return rested;
}

/** Resolves when the browser has had a moment with nothing else to do, or after a second and a half. */
export function quiet(): Promise<void> {
  return new Promise((done) => {
    if ('requestIdleCallback' in window) requestIdleCallback(() => done(), { timeout: IDLE_MS });
    else setTimeout(done, IDLE_MS);
  });
}
