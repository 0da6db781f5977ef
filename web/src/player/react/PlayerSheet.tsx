/** A window over the film, inside the stage, so that it opens in full screen too. */
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useEffect, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useStage } from './context';

interface Props {
  readonly open: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly wide?: boolean;
  /** At the right edge and without a veil: the film is watched meanwhile. */
  readonly aside?: boolean;
  /** Under the middle of a phone: the film is what it is about. */
  readonly low?: boolean;
  onClose(): void;
}

const SHEET =
  'absolute inset-x-0 bottom-0 z-50 flex animate-rise flex-col rounded-t-panel bg-[#1c1c1e] pb-[env(safe-area-inset-bottom)] text-white shadow-card outline-none';
const MIDDLE =
  'sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[calc(100%-48px)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-panel';
const ASIDE =
  'sm:inset-x-auto sm:top-4 sm:right-4 sm:bottom-4 sm:max-h-none sm:w-100 sm:rounded-panel sm:bg-[#1c1c1e]/92 sm:backdrop-blur-xl';

export function PlayerSheet({ open, title, children, wide, aside, low, onClose }: Props) {
  const { t } = useTranslation();
  const { root, hold } = useStage();
  useEffect(() => {
    hold('sheet', open);
    return () => hold('sheet', false);
  }, [open, hold]);
  return (
    <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
      <Radix.Portal container={root}>
        <Radix.Overlay className={`absolute inset-0 z-40 ${low ? '' : 'animate-appear bg-black/55'} ${aside ? 'sm:bg-transparent' : ''}`} />
        <Radix.Content
          aria-describedby={undefined}
          onCloseAutoFocus={(event) => event.preventDefault()}
          onOpenAutoFocus={(event) => {
            // The sheet itself takes the focus: a ring around its cross would be the first thing seen.
            event.preventDefault();
            (event.currentTarget as HTMLElement).focus();
          }}
          className={`${SHEET} ${low ? 'max-h-[36%]' : 'max-h-[88%]'} ${aside ? ASIDE : `${MIDDLE} ${wide ? 'sm:max-w-180' : 'sm:max-w-125'}`}`}
        >
          <header className="flex items-center gap-4 px-6 pt-5 pb-2">
            <Radix.Title className="min-w-0 flex-1 text-row font-[650] tracking-[-0.015em]">{title}</Radix.Title>
            <Radix.Close
              aria-label={t('close')}
              className="-mr-2 touch grid size-9 place-items-center rounded-control text-white/70 hover:bg-white/12 hover:text-white"
            >
              <X aria-hidden size={18} />
            </Radix.Close>
          </header>
          <div tabIndex={0} className="min-h-0 flex-1 overflow-y-auto px-6 pt-1 pb-6">{children}</div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
