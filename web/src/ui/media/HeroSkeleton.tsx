/** The place of a page that begins with a large picture: its words, its buttons, its tabs, and what stands beneath them. */
import type { ReactNode } from 'react';

import { Skeleton } from '../Skeleton';

export function HeroSkeleton({ children }: { children?: ReactNode }) {
  return (
    <div aria-busy>
      <div className="flex min-h-[62dvh] flex-col justify-end margins pb-6 md:h-[clamp(440px,58vh,660px)] md:min-h-0 md:pb-14">
        <Skeleton className="h-9 w-96 max-w-full md:h-14" />
        <Skeleton className="mt-4 h-4 w-64 max-w-full rounded-badge" />
        <Skeleton className="mt-4 h-18 w-120 max-w-full rounded-badge max-md:hidden" />
        <div className="mt-5 flex flex-wrap gap-2.5 md:mt-6">
          <Skeleton className="h-11.5 w-36 rounded-control max-md:w-full" />
          <Skeleton className="size-11.5 rounded-control" />
          <Skeleton className="size-11.5 rounded-control" />
        </div>
      </div>
      <div className="margins pt-4">
        <div className="flex h-12 items-center gap-7 border-b border-line">
          <Skeleton className="h-4 w-16 rounded-badge" />
          <Skeleton className="h-4 w-20 rounded-badge" />
        </div>
        <div className="pt-5">{children}</div>
      </div>
    </div>
  );
}

/** A few lines of text that are on their way. */
export function LinesSkeleton() {
  return (
    <div className="flex max-w-[68ch] flex-col gap-3 pt-1">
      <Skeleton className="h-3.5 rounded-badge" />
      <Skeleton className="h-3.5 rounded-badge" />
      <Skeleton className="h-3.5 w-3/5 rounded-badge" />
    </div>
  );
}
