/** A page whose titles can be selected: its keys, and the bar with what can be done with them. */
import { Suspense, useEffect, useRef, type ReactNode } from 'react';

import { later } from '@/ui/later';
import { ScopeContext, type Scope } from './scope';
import { chooseAll, leaveSelection, useSelection } from './store';

const Bar = later(() => import('./Bar'));

function isElsewhere(target: EventTarget | null): boolean {
  const writing = target instanceof HTMLElement && (target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName));
  return writing || document.querySelector('[role="dialog"],[role="menu"]') !== null;
}

/** Ctrl+A and Escape, but not where somebody writes or a window is open. */
function useSelectionKeys(scope: Scope): void {
  const current = useRef(scope);
  useEffect(() => {
    current.current = scope;
  });
  useEffect(() => {
    const hear = (event: KeyboardEvent) => {
      if (event.defaultPrevented || isElsewhere(event.target)) return;
      if (event.key === 'Escape' && useSelection.getState().active) leaveSelection();
      if (event.key.toLowerCase() !== 'a' || event.shiftKey || event.altKey || !(event.ctrlKey || event.metaKey)) return;
      const shown = current.current.shown();
      if (shown.length === 0) return;
      event.preventDefault();
      chooseAll(shown);
    };
    window.addEventListener('keydown', hear);
    return () => window.removeEventListener('keydown', hear);
  }, []);
}

export function Selecting({ scope, children }: { scope: Scope; children: ReactNode }) {
  const active = useSelection((state) => state.active);
  const asked = JSON.stringify(scope.filter);
  useSelectionKeys(scope);
  // Another filter shows other titles: what was chosen is no longer what is seen.
  useEffect(() => leaveSelection, [asked]);
  return (
    <ScopeContext value={scope}>
      {children}
      {active && (
        <Suspense>
          <Bar scope={scope} />
        </Suspense>
      )}
    </ScopeContext>
  );
}
