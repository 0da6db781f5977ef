import { useLayoutEffect, useRef, useState } from 'react';

/** As it was last. Coming back, the list has its full height from the first moment, so the scroll can be restored. */
let last = { width: 0, top: 0 };

/** The width of an element and how far below the top of the page it begins, kept current. In px. */
export function useWidth<T extends HTMLElement>() {
  const node = useRef<T>(null);
  const [box, setBox] = useState(last);
  useLayoutEffect(() => {
    const element = node.current;
    if (!element) return;
    const look = () => {
      const { width, top } = element.getBoundingClientRect();
      const next = { width, top: top + window.scrollY };
      last = next;
      setBox((old) => (old.width === next.width && Math.abs(old.top - next.top) < 1 ? old : next));
    };
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    watcher.observe(document.body);
    return () => watcher.disconnect();
  }, []);
  return { node, ...box };
}
