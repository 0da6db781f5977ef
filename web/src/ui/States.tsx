/** What a list shows when it has nothing, or could not be had. */
import { CloudOff, TriangleAlert, type LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { ApiError, isUnfetched, useReach } from '@/api';
import { useTold } from '@/lib/told';

import { Button } from './Button';
import { cx } from './cx';

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  text?: ReactNode;
  /** What can be done about it. */
  children?: ReactNode;
  /** The page has nothing else: then this is its heading. */
  alone?: boolean;
  className?: string;
}

export function EmptyState({ icon: Icon, title, text, children, alone, className }: EmptyProps) {
  const Heading = alone ? 'h1' : 'h2';
  return (
    <div className={cx('mx-auto flex max-w-110 animate-appear flex-col items-center px-4 py-20 text-center', className)}>
      <span className="mb-5 inline-flex size-16 items-center justify-center rounded-full bg-fill text-ink-2">
        <Icon size={28} strokeWidth={1.6} aria-hidden />
      </span>
      <Heading className="text-row font-[650] tracking-[-0.015em]">{title}</Heading>
      {text && <p className="mt-1.5 text-body text-pretty text-ink-2">{text}</p>}
      {children && <div className="mt-6 flex flex-wrap justify-center gap-2.5">{children}</div>}
    </div>
  );
}

/** What happened and what can be done, in words, from whatever was thrown. */
export function useFailure(error: unknown): { title: string; text: string } {
  const { t } = useTranslation();
  const told = useTold();
  const online = useReach((state) => state.online);
  if (error instanceof ApiError) {
    if (error.offline) return { title: t('offlineTitle'), text: t('offlineText') };
    // A plain no gains nothing from trying again; a server that stumbled may.
    const later = error.status >= 500 ? t('failedText') : '';
    const { detail, fix } = told.error(error);
    return { title: detail || t('failedTitle'), text: fix || later };
  }
  if (!online || isUnfetched(error)) return { title: t('offlineTitle'), text: t('offlineText') };
  return { title: t('brokenTitle'), text: t('brokenText') };
}

interface ErrorProps {
  error: unknown;
  onRetry?: () => void;
  busy?: boolean;
  alone?: boolean;
  className?: string;
}

export function ErrorState({ error, onRetry, busy, alone, className }: ErrorProps) {
  const { t } = useTranslation();
  const { title, text } = useFailure(error);
  const offline = (error instanceof ApiError && error.offline) || isUnfetched(error);
  return (
    <div role="alert" className={className}>
      <EmptyState icon={offline ? CloudOff : TriangleAlert} title={title} text={text} alone={alone}>
        {onRetry && (
          <Button onClick={onRetry} busy={busy}>
            {t('retry')}
          </Button>
        )}
      </EmptyState>
    </div>
  );
}

/** A failure inside a panel, on one line. */
export function ErrorLine({ error, onRetry }: { error: unknown; onRetry?: () => void }) {
  const { t } = useTranslation();
  const { title, text } = useFailure(error);
  return (
    <p role="alert" className="flex items-start gap-2.5 text-small text-ink-2">
      <TriangleAlert size={17} className="mt-0.5 shrink-0 text-danger" aria-hidden />
      <span>
        <strong className="font-semibold text-ink">{title}</strong> {text}{' '}
        {onRetry && (
          <button type="button" onClick={onRetry} className="font-semibold text-accent-ink hover:underline">
            {t('retry')}
          </button>
        )}
      </span>
    </p>
  );
}
