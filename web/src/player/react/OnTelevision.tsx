import { Cast } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useFact } from './context';

/** In place of the picture while a television shows it. */
export function OnTelevision({ title }: { title: string }) {
  const { t } = useTranslation('player');
  const state = useFact((s) => s.cast);
  if (state === 'off') return null;
  return (
    <div role="status" className="pointer-events-none absolute inset-0 grid place-items-center bg-[#101012] px-6 text-center text-white pointer-coarse:pb-60 short:items-start short:pt-20 short:pb-0">
      <div className="grid justify-items-center gap-4">
        <Cast aria-hidden size={54} strokeWidth={1.3} className={`text-accent short:hidden ${state === 'connecting' ? 'animate-pulse' : ''}`} />
        <div>
          <p className="short:hidden text-[1.4rem] leading-tight font-[650] tracking-[-0.01em] text-balance">{title}</p>
          <p className="mt-1.5 text-body text-white/65">{state === 'on' ? t('cast.on') : t('cast.connecting')}</p>
        </div>
      </div>
    </div>
  );
}
