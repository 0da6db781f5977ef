/** The frame of a page under the bar: its title, what counts, its tools. */
import { useEffect, type ReactNode } from 'react';

import { Browse } from './browse/Browse';
import { cx } from './cx';

export function Page({ children, narrow, className }: { children: ReactNode; narrow?: boolean; className?: string }) {
  return (
    <main
      id="main"
      tabIndex={-1}
      className={cx(
        'pt-[calc(var(--bar)+20px)] pb-[calc(var(--tabs)+48px)] outline-none md:pt-[calc(var(--bar)+32px)]',
        narrow ? 'mx-auto w-full max-w-[calc(940px+2*var(--margin))] margins' : 'margins',
        className,
      )}
    >
      <Browse />
      {children}
    </main>
  );
}

/** The name of the page in the tab of the browser. */
export function useTabTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title ? `${title} · Matinee` : 'Matinee';
  }, [title]);
}

interface TitleProps {
  title: string;
  note?: ReactNode;
  children?: ReactNode;
}

export function PageTitle({ title, note, children }: TitleProps) {
  useTabTitle(title);
  return (
    <header className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
      <h1 className="flex flex-wrap items-baseline gap-x-3 text-[1.75rem] leading-tight font-[720] tracking-[-0.03em] md:text-page">
        <span dir="auto" className="min-w-0 wrap-anywhere">
          {title}
        </span>
        {note && <span className="text-body font-normal tracking-normal text-ink-3">{note}</span>}
      </h1>
      {children && <div className="flex flex-wrap items-center gap-3 max-md:has-[input]:w-full">{children}</div>}
    </header>
  );
}

export function SectionTitle({ children, note }: { children: ReactNode; note?: ReactNode }) {
  return (
    <h2 className="flex items-baseline gap-3 text-row font-[650] tracking-[-0.015em]">
      {children}
      {note && <span className="text-small font-normal tracking-normal text-ink-3">{note}</span>}
    </h2>
  );
}
