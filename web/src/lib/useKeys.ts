/** Keys of the whole page, alone or two in a row (g then h). Silent while somebody writes or a window is open. */
import { useEffect, useRef } from 'react';

const CHAIN_MS = 1_200;

function isWriting(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

export function useKeys(keys: Record<string, () => void>): void {
  const current = useRef(keys);
  useEffect(() => {
    current.current = keys;
  });
  useEffect(() => {
    let first = '';
    let timer: ReturnType<typeof setTimeout> | undefined;
    const hear = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
      if (isWriting(event.target) || document.querySelector('[role="dialog"],[role="menu"]')) return;
      const run = current.current[`${first} ${event.key}`.trim()] ?? current.current[event.key];
      clearTimeout(timer);
      first = Object.keys(current.current).some((chord) => chord.startsWith(`${event.key} `)) && !run ? event.key : '';
      timer = setTimeout(() => (first = ''), CHAIN_MS);
      if (!run) return;
      event.preventDefault();
      run();
    };
    window.addEventListener('keydown', hear);
    return () => {
      clearTimeout(timer);
      window.removeEventListener('keydown', hear);
    };
  }, []);
}

/** A key with Ctrl, or Cmd on a Mac: heard everywhere, also while somebody writes. */
export function useCommandKey(key: string, run: () => void): void {
  const current = useRef(run);
  useEffect(() => {
    current.current = run;
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.key.toLowerCase() !== key) return;
      event.preventDefault();
      current.current();
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, [key]);
}
