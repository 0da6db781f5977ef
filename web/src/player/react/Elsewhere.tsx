import { ArrowLeft, PictureInPicture2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFact, useRequest } from './context';

interface Props {
  readonly title: string;
  onBack(): void;
}

/** What the page shows while the film is in a window of its own. */
export function Elsewhere({ title, onBack }: Props) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const out = useFact((s) => s.pip_window);
  if (!out) return null;
  return (
    <main data-theme="dark" className="fixed inset-0 grid place-items-center bg-[#101012] px-6 text-center text-white">
      <button
        type="button"
        aria-label={t('back')}
        onClick={onBack}
        className="absolute top-[max(8px,env(safe-area-inset-top))] left-2 grid size-11 place-items-center rounded-control hover:bg-white/15 sm:top-5 sm:left-7"
      >
        <ArrowLeft aria-hidden size={22} />
      </button>
      <div className="grid justify-items-center gap-5">
        <PictureInPicture2 aria-hidden size={54} strokeWidth={1.3} className="text-accent" />
        <div>
          <h1 className="text-[1.4rem] leading-tight font-[650] tracking-[-0.01em] text-balance">{title}</h1>
          <p className="mt-1.5 text-body text-white/65">{t('pipWindow.text')}</p>
        </div>
        <button
          type="button"
          onClick={() => request({ do: 'toggle_pip' })}
          className="min-h-11 rounded-control bg-white px-5 text-body font-semibold text-black transition-opacity hover:opacity-90"
        >
          {t('pipWindow.back')}
        </button>
      </div>
    </main>
  );
}
