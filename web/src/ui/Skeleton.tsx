import { cx } from './cx';

/** A place where something will be; it has that thing's size, so nothing moves when it comes. */
export function Skeleton({ className }: { className?: string }) {
  return (
    <div
      aria-hidden
      className={cx(
        'animate-shimmer rounded-card bg-fill bg-[linear-gradient(100deg,transparent_30%,var(--fill)_50%,transparent_70%)] bg-[length:200%_100%]',
        className,
      )}
    />
  );
}
