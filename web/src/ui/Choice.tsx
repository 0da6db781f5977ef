/** A tick box and a round one, with the words that explain them. */
import { useId, type ComponentProps, type ReactNode } from 'react';

import { cx } from './cx';

interface Props extends ComponentProps<'input'> {
  label: ReactNode;
  hint?: ReactNode;
  type?: 'checkbox' | 'radio';
}

export function Choice({ label, hint, type = 'checkbox', className, ...rest }: Props) {
  const id = useId();
  return (
    <label className={cx('touch touch-under flex cursor-pointer items-start gap-3', className)}>
      <input
        type={type}
        {...rest}
        aria-describedby={hint ? id : undefined}
        className="mt-0.5 size-4.5 shrink-0 cursor-pointer accent-accent"
      />
      <span className="min-w-0">
        <span className="block text-body font-medium">{label}</span>
        {hint && (
          <span id={id} className="mt-0.5 block text-small text-ink-2">
            {hint}
          </span>
        )}
      </span>
    </label>
  );
}
