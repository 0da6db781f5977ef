/** A spinner that flickers is worse than none: true only after a while, and then for a while. */
import { useEffect, useRef, useState } from 'react';

const AFTER_MS = 350;
const AT_LEAST_MS = 400;

export function useSteady(wanted: boolean): boolean {
  const [shown, setShown] = useState(false);
  const since = useRef(0);
  useEffect(() => {
    if (wanted === shown) return;
    const wait = wanted ? AFTER_MS : Math.max(0, AT_LEAST_MS - (performance.now() - since.current));
    const timer = setTimeout(() => {
      if (wanted) since.current = performance.now();
      setShown(wanted);
    }, wait);
    return () => clearTimeout(timer);
  }, [wanted, shown]);
  return shown;
}
