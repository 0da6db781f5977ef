/** Parts of a page behind tabs: arrow keys move, the panel follows. */
import { useEffect, useId, useRef, type KeyboardEvent, type ReactNode } from 'react';

import { cx } from './cx';

interface Props<T extends string> {
  label: string;
  value: T;
  options: readonly { value: T; label: string; count?: number }[];
  onChange: (value: T) => void;
  children: ReactNode;
}

export function Tabs<T extends string>({ label, value, options, onChange, children }: Props<T>) {
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // Where the tabs are wider than the screen the chosen one is brought into view, sideways only.
    const node = list.current;
    const tab = node?.querySelector<HTMLElement>('[aria-selected="true"]');
    if (node && tab) node.scrollLeft = tab.offsetLeft - node.offsetLeft - (node.clientWidth - tab.offsetWidth) / 2;
  }, [value]);
  function move(event: KeyboardEvent<HTMLDivElement>) {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step) return;
    const at = options.findIndex((option) => option.value === value);
    const next = options[(at + step + options.length) % options.length];
    if (!next) return;
    onChange(next.value);
    document.getElementById(`${id}-${next.value}`)?.focus();
  }
  return (
    <>
      <div ref={list} role="tablist" aria-label={label} onKeyDown={move} className="no-bar flex gap-7 overflow-x-auto border-b border-line">
        {options.map((option) => {
          const on = option.value === value;
          return (
            <button
              key={option.value}
              id={`${id}-${option.value}`}
              type="button"
              role="tab"
              aria-selected={on}
              aria-controls={`${id}-panel`}
              tabIndex={on ? 0 : -1}
              onClick={() => onChange(option.value)}
              className={cx(
                'relative flex h-12 min-w-11 shrink-0 items-center gap-2 text-body font-semibold whitespace-nowrap outline-offset-[-3px] transition-colors duration-150',
                on ? 'text-ink after:absolute after:inset-x-0 after:-bottom-px after:h-0.5 after:bg-accent' : 'text-ink-3 hover:text-ink',
              )}
            >
              {option.label}
              {option.count !== undefined && (
                <span className="rounded-full bg-fill px-1.5 py-0.5 text-badge font-semibold text-ink-2 tabular">{option.count}</span>
              )}
            </button>
          );
        })}
      </div>
      <div role="tabpanel" id={`${id}-panel`} aria-labelledby={`${id}-${value}`} className="pt-5">
        {children}
      </div>
    </>
  );
}
