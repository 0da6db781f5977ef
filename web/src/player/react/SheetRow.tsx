import { useEffect, useRef, type ReactNode } from 'react';

interface Props {
  readonly picture: ReactNode;
  readonly title: string;
  readonly note: string;
  /** It is what plays now: seen at once, however long the list is. */
  readonly here: boolean;
  readonly disabled?: boolean;
  onChoose(): void;
}

/** One of a list beside the film: a picture, a name, and what there is to say of it. */
export function SheetRow({ picture, title, note, here, disabled, onChoose }: Props) {
  const button = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (here) button.current?.scrollIntoView({ block: 'nearest' });
  }, [here]);
  return (
    <button
      ref={button}
      type="button"
      aria-current={here ? 'true' : undefined}
      disabled={disabled}
      onClick={onChoose}
      className={`flex w-full items-center gap-4 rounded-control p-2 text-left transition-colors duration-150 enabled:hover:bg-white/10 disabled:opacity-45 ${here ? 'bg-white/8' : ''}`}
    >
      {picture}
      <span className="min-w-0 flex-1">
        <span dir="auto" className={`line-clamp-2 text-small font-semibold ${here ? 'text-accent' : 'text-white/95'}`}>{title}</span>
        <span className="mt-0.5 block text-caption text-white/60 tabular">{note}</span>
      </span>
    </button>
  );
}
