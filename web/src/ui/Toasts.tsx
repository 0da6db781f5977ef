import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from './cx';
import { useToasts, type Toast } from './toast';

function One({ toast }: { toast: Toast }) {
  const { t } = useTranslation();
  const dismiss = useToasts((state) => state.dismiss);
  const [held, setHeld] = useState(false);
  useEffect(() => {
    if (held) return;
    const timer = setTimeout(() => dismiss(toast.id), toast.stay_ms);
    return () => clearTimeout(timer);
  }, [held, dismiss, toast.id, toast.stay_ms]);
  return (
    <li
      onPointerEnter={() => setHeld(true)}
      onPointerLeave={() => setHeld(false)}
      onFocus={() => setHeld(true)}
      onBlur={() => setHeld(false)}
      className="pointer-events-auto flex max-w-full animate-rise items-center gap-1 rounded-control border border-line bg-raised py-1.5 pr-1.5 pl-4 text-small shadow-card"
    >
      <span className={cx('py-1.5 pr-2', toast.look === 'danger' && 'text-danger')}>{toast.text}</span>
      {toast.action && (
        <button
          type="button"
          className="h-9 rounded-[8px] px-3 font-semibold text-accent-ink hover:bg-fill"
          onClick={() => {
            toast.action?.run();
            dismiss(toast.id);
          }}
        >
          {toast.action.label}
        </button>
      )}
      <button
        type="button"
        aria-label={t('dismiss')}
        className="touch inline-flex size-9 items-center justify-center rounded-[8px] text-ink-3 hover:bg-fill hover:text-ink"
        onClick={() => dismiss(toast.id)}
      >
        <X size={16} aria-hidden />
      </button>
    </li>
  );
}

export function Toasts() {
  const toasts = useToasts((state) => state.toasts);
  return (
    <ul
      aria-live="polite"
      className="pointer-events-none fixed inset-x-4 bottom-[calc(var(--tabs)+var(--beneath,0px)+16px)] z-60 flex flex-col items-center gap-2"
    >
      {toasts.map((toast) => (
        <One key={toast.id} toast={toast} />
      ))}
    </ul>
  );
}
