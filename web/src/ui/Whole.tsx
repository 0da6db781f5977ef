/** Pages that stand alone: before anything is known, and when nothing can be. */
import { ErrorState } from './States';
import { Logo } from './Logo';

/** The first moment: the ground, and the mark where the bar will have it. */
export function FirstPaint() {
  return (
    <div className="fixed inset-x-0 top-0 flex h-(--bar) items-center border-b border-transparent margins">
      <Logo />
    </div>
  );
}

export function Unreachable({ error, onRetry }: { error: unknown; onRetry: () => void }) {
  return (
    <main className="flex min-h-dvh flex-col items-center justify-center">
      <Logo />
      <ErrorState error={error} onRetry={onRetry} alone className="[&>div]:py-10" />
    </main>
  );
}
