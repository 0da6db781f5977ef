/** A tick box whose words stand elsewhere; a finger meets more than what is seen of it. */
import type { ComponentProps } from 'react';

export function TickBox(props: Omit<ComponentProps<'input'>, 'type' | 'className'> & { 'aria-label': string }) {
  return (
    <label className="touch inline-flex shrink-0 cursor-pointer">
      <input type="checkbox" className="size-4.5 cursor-pointer accent-accent" {...props} />
    </label>
  );
}
