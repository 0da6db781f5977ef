/** A field that narrows a list while one writes; it tells when the typing rests. */
import { Search, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from './cx';
import { IconButton } from './IconButton';

const WAIT_MS = 250;

interface Props {
  label: string;
  /** Shorter words inside of the field; the label where there are none. */
  placeholder?: string;
  value: string;
  onChange: (text: string) => void;
  /** The first thing to do in a window. */
  first?: boolean;
  className?: string;
}

export function SearchBox({ label, placeholder, value, onChange, first, className }: Props) {
  const { t } = useTranslation();
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);
  if (seen !== value) {
    setSeen(value);
    if (text.trim() !== value) setText(value);
  }
  const write = (next: string) => {
    setText(next);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => onChange(next.trim()), WAIT_MS);
  };
  return (
    <label className={cx('touch touch-under relative block h-9.5 min-w-0', className)}>
      <Search size={16} aria-hidden className="pointer-events-none absolute inset-y-0 left-3 my-auto text-ink-3" />
      <input
        type="text"
        inputMode="search"
        value={text}
        data-first={first || undefined}
        onChange={(event) => write(event.target.value)}
        // In a window Escape closes the window.
        onKeyDown={(event) => event.key === 'Escape' && !first && write('')}
        aria-label={label}
        placeholder={placeholder ?? label}
        className="h-9.5 w-full rounded-control bg-fill pr-9 pl-9 text-small placeholder:text-ink-2 hover:bg-fill-strong focus:bg-surface focus:outline-2 focus:outline-offset-0 focus:outline-accent"
      />
      {text && (
        <IconButton label={t('clear')} icon={X} size="sm" className="absolute inset-y-0 right-0.5 my-auto size-8!" onClick={() => write('')} />
      )}
    </label>
  );
}
