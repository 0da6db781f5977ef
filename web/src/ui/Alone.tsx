/** A page with one thing to do, in the light of a projector: sign in, first run. */
import type { ReactNode } from 'react';

import { Logo } from './Logo';
import { cx } from './cx';

interface Props {
  title: string;
  text?: string;
  /** How far one has come: the step now, from 1, and how many there are. */
  steps?: { now: number; all: number; label: string };
  wide?: boolean;
  children: ReactNode;
}

export function Alone({ title, text, steps, wide, children }: Props) {
  return (
    <div className="relative isolate flex min-h-dvh flex-col items-center overflow-hidden margins py-10 md:py-[9vh]">
      <div
        aria-hidden
        className="absolute inset-x-0 top-0 -z-10 h-150 glow"
      />
      <span className="scale-115">
        <Logo />
      </span>
      <main id="main" className={cx('mt-10 w-full animate-rise', wide ? 'max-w-190' : 'max-w-100')}>
        {steps && (
          <p className="mb-6 flex flex-col items-center gap-2.5 text-caption font-medium text-ink-3">
            <span aria-hidden className="flex gap-1.5">
              {Array.from({ length: steps.all }, (_, at) => (
                <span key={at} className={cx('h-1 w-9 rounded-full', at < steps.now ? 'bg-accent' : 'bg-fill-strong')} />
              ))}
            </span>
            {steps.label}
          </p>
        )}
        <h1 className="text-center text-[1.75rem] leading-tight font-[720] tracking-[-0.03em] md:text-page">{title}</h1>
        {text && <p className="mx-auto mt-2.5 max-w-[46ch] text-center text-body text-pretty text-ink-2">{text}</p>}
        <div className="mt-8">{children}</div>
      </main>
    </div>
  );
}
