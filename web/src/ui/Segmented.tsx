/** One of a few, all of them seen at once. */
import type { LucideIcon } from 'lucide-react';

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
  /** Shows the icons alone; the labels stay for screen readers and on hover. */
  iconsOnly?: boolean;
}

export function Segmented<T extends string>({ label, value, options, onChange, iconsOnly }: Props<T>) {
  return (
    <div role="group" aria-label={label} className="inline-flex rounded-control bg-fill p-0.75">
      {options.map(({ value: own, label: name, icon: Icon }) => (
        <button
          key={own}
          type="button"
          aria-pressed={own === value}
          aria-label={iconsOnly ? name : undefined}
          title={iconsOnly ? name : undefined}
          onClick={() => onChange(own)}
          className={cx(
            'touch inline-flex h-8 items-center justify-center gap-2 rounded-[8px] text-small font-medium transition-colors duration-150',
            iconsOnly ? 'w-9.5' : 'px-3.5',
            own === value ? 'bg-lifted text-ink shadow-sm light:bg-white' : 'text-ink-3 hover:text-ink',
          )}
        >
          {Icon && <Icon size={17} aria-hidden />}
          {!iconsOnly && name}
        </button>
      ))}
    </div>
  );
}
