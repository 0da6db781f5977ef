/** A filter or a tag, pressed or not, as a button or a link. */
import { X } from 'lucide-react';
import type { ComponentProps, ReactNode } from 'react';
import { Link } from 'react-router';

import { cx } from './cx';

function classes(on: boolean, extra?: string) {
  return cx(
    'touch inline-flex h-8.5 shrink-0 items-center gap-1.5 rounded-chip border px-3.5 text-small font-medium whitespace-nowrap transition-colors duration-150',
    on ? 'border-primary bg-primary text-on-primary' : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
    extra,
  );
}

interface Common {
  on?: boolean;
  /** Shows the cross that takes the filter off. */
  clears?: boolean;
  children: ReactNode;
}

export function Chip({ on = false, clears, children, className, ...rest }: Common & ComponentProps<'button'>) {
  return (
    <button type="button" aria-pressed={on} className={classes(on, className)} {...rest}>
      {children}
      {clears && <X size={14} aria-hidden />}
    </button>
  );
}

export function ChipLink({ on = false, children, className, ...rest }: Common & ComponentProps<typeof Link>) {
  return (
    <Link className={classes(on, className)} aria-current={on ? 'true' : undefined} {...rest}>
      {children}
    </Link>
  );
}

/** A tag in an editor, with the cross that removes it. */
export function TagChip({ name, label, onRemove }: { name: string; label: string; onRemove: () => void }) {
  return (
    <span className="inline-flex h-7.5 items-center gap-1 rounded-chip bg-fill pr-1 pl-3 text-small">
      {name}
      <button
        type="button"
        aria-label={label}
        onClick={onRemove}
        className="touch inline-flex size-6 items-center justify-center rounded-full text-ink-3 hover:bg-fill-strong hover:text-ink"
      >
        <X size={13} aria-hidden />
      </button>
    </span>
  );
}
