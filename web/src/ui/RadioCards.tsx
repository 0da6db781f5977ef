/** One of a few, as cards that stand side by side. */
import type { LucideIcon } from 'lucide-react';
import { useId } from 'react';

import { cx } from './cx';

interface Option<T extends string> {
  value: T;
  label: string;
  icon?: LucideIcon;
}

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly Option<T>[];
  onChange: (value: T) => void;
  /** What the chosen one means. */
  hint?: string;
  className?: string;
}

export function RadioCards<T extends string>({ label, value, options, onChange, hint, className }: Props<T>) {
  const name = useId();
  return (
    <fieldset className={className} aria-describedby={hint ? `${name}-hint` : undefined}>
      <legend className="mb-2 text-small font-medium text-ink-2">{label}</legend>
      <div className="grid grid-cols-2 gap-2 sm:grid-cols-[repeat(auto-fit,minmax(7rem,1fr))]">
        {options.map(({ value: own, label: words, icon: Icon }) => (
          <label
            key={own}
            className={cx(
              'flex h-11.5 cursor-pointer items-center gap-2.5 rounded-control border px-3 text-small font-medium transition-colors duration-150',
              'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
              own === value ? 'border-ink bg-fill-strong text-ink' : 'border-line text-ink-2 hover:border-line-strong hover:text-ink',
            )}
          >
            <input type="radio" name={name} value={own} checked={own === value} onChange={() => onChange(own)} className="sr-only" />
            {Icon && <Icon size={17} className="shrink-0" aria-hidden />}
            <span className="truncate">{words}</span>
          </label>
        ))}
      </div>
      {hint && (
        <p id={`${name}-hint`} className="mt-2 text-caption text-pretty text-ink-3">
          {hint}
        </p>
      )}
    </fieldset>
  );
}
