/** A window over the page: holds the focus, closes on Escape and gives the focus back. A sheet on a phone. */
import { X } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { cx } from './cx';
import { IconButton } from './IconButton';

/** The window itself gets the focus, not its first button: nothing is pressed by an Enter too many. */
function focusWindow(event: Event): void {
  event.preventDefault();
  if (event.target instanceof HTMLElement) (event.target.querySelector<HTMLElement>('[data-first]') ?? event.target).focus();
}

interface Props {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  title: string;
  description?: string;
  children: ReactNode;
  /** Buttons at the foot, the one that does it last. */
  footer?: ReactNode;
  wide?: boolean;
}

export function Dialog({ open, onOpenChange, title, description, children, footer, wide }: Props) {
  const { t } = useTranslation();
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-appear bg-scrim" />
        <Radix.Content
          {...(description ? {} : { 'aria-describedby': undefined })}
          onOpenAutoFocus={focusWindow}
          className={cx(
            'fixed z-50 flex max-h-[min(88dvh,760px)] animate-rise flex-col bg-surface outline-none shadow-card',
            'inset-x-0 bottom-0 rounded-t-panel pb-[env(safe-area-inset-bottom)]',
            'sm:inset-x-auto sm:top-1/2 sm:bottom-auto sm:left-1/2 sm:w-[calc(100vw-48px)] sm:-translate-x-1/2 sm:-translate-y-1/2 sm:rounded-panel sm:border sm:border-line',
            wide ? 'sm:max-w-170' : 'sm:max-w-120',
          )}
        >
          <header className="flex items-start gap-4 px-6 pt-5 pb-1">
            <div className="min-w-0 flex-1">
              <Radix.Title className="text-row font-[650] tracking-[-0.015em]">{title}</Radix.Title>
              {description && <Radix.Description className="mt-1 text-small text-ink-2">{description}</Radix.Description>}
            </div>
            <Radix.Close asChild>
              <IconButton label={t('close')} icon={X} size="sm" className="-mt-1.5 -mr-2" />
            </Radix.Close>
          </header>
          <div className="min-h-0 flex-1 overflow-y-auto px-6 py-4">{children}</div>
          {footer && <footer className="flex flex-wrap justify-end gap-2.5 border-t border-line px-6 py-4">{footer}</footer>}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
