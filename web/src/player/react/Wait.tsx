import { useTranslation } from 'react-i18next';
import { useFact } from './context';
import { useSteady } from './useSteady';

/** The ring while there is nothing to show; it neither flickers nor comes for a blink. */
export function Wait() {
  const { t } = useTranslation('player');
  const busy = useFact((s) => s.phase === 'asking' || s.phase === 'loading' || (s.phase === 'ready' && s.waiting));
  const shown = useSteady(busy);
  if (!shown) return null;
  return (
    <div role="status" className="pointer-events-none absolute inset-0 grid animate-appear place-items-center">
      <svg viewBox="0 0 48 48" className="size-14 animate-turn drop-shadow-[0_1px_6px_rgb(0_0_0/0.5)] sm:size-16" aria-hidden>
        <circle cx="24" cy="24" r="20" fill="none" stroke="rgb(255 255 255 / 0.2)" strokeWidth="3.4" />
        <path d="M24 4a20 20 0 0 1 20 20" fill="none" stroke="white" strokeWidth="3.4" strokeLinecap="round" />
      </svg>
      <span className="sr-only">{t('waiting')}</span>
    </div>
  );
}
