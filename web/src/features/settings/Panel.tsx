import type { ReactNode } from 'react';

interface Props {
  title: string;
  text?: ReactNode;
  /** Stands beside the title. */
  action?: ReactNode;
  children: ReactNode;
}

/** One matter of the settings. */
export function Panel({ title, text, action, children }: Props) {
  return (
    <section className="border-b border-line pb-8 not-first:pt-8 last:border-0">
      <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
        <div className="min-w-0">
          <h2 className="text-row font-[650] tracking-[-0.015em]">{title}</h2>
          {text && <p className="mt-1 max-w-[62ch] text-small text-pretty text-ink-2">{text}</p>}
        </div>
        {action}
      </div>
      <div className="mt-5">{children}</div>
    </section>
  );
}
