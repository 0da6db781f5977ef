import { ArrowLeft, Download, FileX2, HardDrive, LogIn, MonitorX, RotateCcw, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { useTold } from '@/lib/told';

import type { Trouble } from '../core';
import { useFact, useRequest } from './context';
import { Reasons } from './WhySheet';

const ICONS: Readonly<Record<Trouble['kind'], LucideIcon>> = {
  unplayable: MonitorX,
  decode: MonitorX,
  gone: FileX2,
  unavailable: HardDrive,
  signed_out: LogIn,
};

const BUTTON =
  'inline-flex h-11.5 items-center justify-center gap-2.5 rounded-control px-5 text-body font-semibold transition-[background,opacity] duration-150';
const FIRST = `${BUTTON} bg-white text-[#0a0a0a] hover:opacity-90`;
const OTHER = `${BUTTON} bg-white/14 text-white hover:bg-white/22`;

interface Props {
  readonly downloadUrl: string | null;
  /** Where signing in is done. */
  readonly signInUrl: string;
  onBack(): void;
}

/** What the trouble is, in words: the server's own where it sent some. */
function Words({ trouble }: { trouble: Trouble }) {
  const { t } = useTranslation('player');
  const told = useTold();
  if (trouble.kind === 'unplayable' && trouble.reasons.length > 0) {
    return (
      <div className="mt-6 w-full rounded-panel bg-white/7 p-5 text-left">
        <Reasons reasons={trouble.reasons} />
      </div>
    );
  }
  const said = 'code' in trouble && trouble.code;
  return (
    <p className="mt-2.5 text-body text-pretty text-white/70">
      {said ? told.line(trouble) : t(`trouble.${trouble.kind}.text`)}
    </p>
  );
}

export function TroubleScreen({ downloadUrl, signInUrl, onBack }: Props) {
  const { t } = useTranslation('player');
  const request = useRequest();
  const trouble = useFact((s) => s.trouble);
  if (!trouble) return null;
  const Icon = ICONS[trouble.kind];
  const canRetry = trouble.kind === 'decode' || trouble.kind === 'unavailable';
  const canFetch = downloadUrl && (trouble.kind === 'unplayable' || trouble.kind === 'decode');
  const back = (look: string): ReactNode => (
    <button type="button" className={look} onClick={onBack}>
      <ArrowLeft aria-hidden size={19} />
      {t(trouble.kind === 'gone' ? 'back' : 'trouble.back')}
    </button>
  );
  return (
    <div className="absolute inset-0 z-10 overflow-y-auto bg-black/60 backdrop-blur-2xl">
      <div role="alert" className="mx-auto flex min-h-full max-w-130 flex-col items-center justify-center px-6 py-24 text-center text-white short:pt-16 short:pb-8">
        <span className="mb-5 grid size-17 short:hidden place-items-center rounded-full bg-white/10">
          <Icon aria-hidden size={30} strokeWidth={1.6} />
        </span>
        <h2 className="text-[1.6rem] leading-tight font-[680] tracking-[-0.02em] text-balance">{t(`trouble.${trouble.kind}.title`)}</h2>
        <Words trouble={trouble} />
        <div className="mt-8 flex flex-wrap justify-center gap-2.5">
          {canRetry ? (
            <button type="button" className={FIRST} onClick={() => request({ do: 'retry' })}>
              <RotateCcw aria-hidden size={18} />
              {t('trouble.retry')}
            </button>
          ) : null}
          {canFetch ? (
            <a className={canRetry ? OTHER : FIRST} href={downloadUrl} download>
              <Download aria-hidden size={18} />
              {t('download')}
            </a>
          ) : null}
          {trouble.kind === 'signed_out' ? (
            <a className={FIRST} href={signInUrl}>
              <LogIn aria-hidden size={18} />
              {t('trouble.signIn')}
            </a>
          ) : null}
          {back(canRetry || canFetch || trouble.kind === 'signed_out' ? OTHER : FIRST)}
        </div>
      </div>
    </div>
  );
}
