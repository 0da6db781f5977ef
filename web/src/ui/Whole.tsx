/** Pages that stand alone: before anything is known, and when nothing can be. */
import { ErrorState } from './States';
import { Logo } from './Logo';

/** The first moment: the ground and the mark, which comes up only if it takes long. */
export function FirstPaint() {
  return (
    <div className="flex min-h-dvh items-center justify-center">
      <span className="animate-[appear_400ms_600ms_both]">
        <Logo />
      </span>
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
