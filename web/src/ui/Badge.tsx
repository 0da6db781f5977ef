import type { ReactNode } from 'react';

import { cx } from './cx';

type Look = 'line' | 'picture' | 'fill' | 'amber' | 'danger';

const LOOKS: Record<Look, string> = {
  line: 'border border-line-strong text-ink-2',
  /** Lies on a still: dark glass in both themes. */
  picture: 'bg-black/65 text-white backdrop-blur-sm',
  fill: 'bg-fill text-ink-2',
  amber: 'bg-[#f59e0b] text-[#141414]',
  danger: 'border border-danger text-danger',
};

/** A fact in a small box: 4K, HDR, New. */
export function Badge({ look = 'line', children }: { look?: Look; children: ReactNode }) {
  return (
    <span
      className={cx(
        'inline-flex h-5 items-center rounded-badge px-1.5 text-badge font-semibold whitespace-nowrap tabular',
        LOOKS[look],
      )}
    >
      {children}
    </span>
  );
}
