/** A text cut after three lines that unfolds where there is more of it. */
import { useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from './cx';

export function Unfold({ text, className }: { text: string; className?: string }) {
  const { t } = useTranslation();
  const node = useRef<HTMLParagraphElement>(null);
  const [open, setOpen] = useState(false);
  const [cut, setCut] = useState(false);
  useLayoutEffect(() => {
    const element = node.current;
    if (!element || open) return;
    const look = () => setCut(element.scrollHeight > element.clientHeight + 1);
    look();
    const watcher = new ResizeObserver(look);
    watcher.observe(element);
    return () => watcher.disconnect();
  }, [text, open]);
  return (
    <div className={className}>
      <p ref={node} className={cx('wrap-anywhere whitespace-pre-line text-pretty', !open && 'line-clamp-3')}>
        {text}
      </p>
      {(cut || open) && (
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="mt-1 text-small font-semibold text-ink-2 hover:text-ink hover:underline"
        >
          {t(open ? 'less' : 'more')}
        </button>
      )}
    </div>
  );
}
