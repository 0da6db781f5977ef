import type { ReactNode } from 'react';

/** A key of the keyboard. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5.5 min-w-5.5 items-center justify-center rounded-badge border border-line-strong bg-fill px-1.5 font-sans text-badge font-medium text-ink-2">
      {children}
    </kbd>
  );
}
