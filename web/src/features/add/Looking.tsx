import { Skeleton } from '@/ui';

/** While the site is asked: the card's own shape. */
export function Looking() {
  return (
    <div aria-hidden className="mt-5 flex animate-appear flex-col gap-4 rounded-panel bg-surface p-4 sm:flex-row sm:gap-5 light:ring-1 light:ring-line">
      <Skeleton className="aspect-video w-full shrink-0 sm:w-67.5" />
      <div className="flex-1 space-y-3 pt-1">
        <Skeleton className="h-5 w-3/5 rounded-full" />
        <Skeleton className="h-4 w-2/5 rounded-full" />
        <div className="flex gap-2 pt-2">
          <Skeleton className="h-13 w-26 rounded-control" />
          <Skeleton className="h-13 w-18 rounded-control" />
          <Skeleton className="h-13 w-18 rounded-control" />
        </div>
      </div>
    </div>
  );
}
