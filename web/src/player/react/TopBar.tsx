import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { PlayerButton } from './PlayerButton';

interface Props {
  readonly title: string;
  /** Where it belongs: season and episode, series; uploader and day. */
  readonly context: string | null;
  readonly children?: ReactNode;
  onBack(): void;
}

export function TopBar({ title, context, children, onBack }: Props) {
  const { t } = useTranslation('player');
  return (
    <header className="flex items-start gap-2 px-[max(8px,env(safe-area-inset-left))] pt-[max(8px,env(safe-area-inset-top))] sm:gap-3 sm:px-7 sm:pt-5">
      <PlayerButton label={t('back')} icon={ArrowLeft} onClick={onBack} />
      <div className="min-w-0 flex-1 pt-1 sm:pt-0.5">
        {title ? (
          <h1 dir="auto" className="truncate text-lead leading-tight font-[650] tracking-[-0.01em] text-white [text-shadow:0_1px_6px_rgb(0_0_0/0.5)]">
            {title}
          </h1>
        ) : null}
        {context ? (
          <p className="mt-1 truncate text-small text-white/70 [text-shadow:0_1px_6px_rgb(0_0_0/0.6)]">{context}</p>
        ) : null}
      </div>
      {children}
    </header>
  );
}
