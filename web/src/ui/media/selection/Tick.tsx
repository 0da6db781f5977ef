/** The tick of a title, and the frame around a card that can be chosen. */
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import type { Media } from '@/api';

import { cx } from '@/ui/cx';
import { usePick } from './usePick';

interface Props {
  media: Media;
  /** Its place in the list. */
  at: number;
  className?: string;
}

/** Seen under the pointer and with the focus; always while a selection goes on. */
export function Tick({ media, at, className }: Props) {
  const { t } = useTranslation('media');
  const pick = usePick(media.id, at);
  if (!pick) return null;
  return (
    <button
      type="button"
      role="checkbox"
      aria-checked={pick.on}
      aria-label={t('choose', { title: media.title })}
      data-tick
      onClick={(event) => pick.pick(event.shiftKey)}
      className={cx(
        // The place that is pressed is larger than the circle that is seen.
        'absolute z-10 touch inline-flex size-9 items-center justify-center transition-opacity duration-150 focus-visible:opacity-100',
        !pick.active && 'opacity-0 group-focus-within/pick:opacity-100 group-hover/pick:opacity-100 [@media(hover:none)]:pointer-events-none',
        className,
      )}
    >
      <span
        className={cx(
          'inline-flex size-6 items-center justify-center rounded-full border-2 shadow-sm',
          pick.on ? 'border-[#f5a524] bg-[#f5a524] text-[#141414]' : 'border-white bg-black/55 text-transparent',
        )}
      >
        <Check size={14} strokeWidth={3.2} aria-hidden />
      </span>
    </button>
  );
}

/** A card that can be chosen. On a page without selection it is the card alone. */
export function Pickable({ media, at, children }: Props & { children: ReactNode }) {
  const pick = usePick(media.id, at);
  if (!pick) return children;
  return (
    <div
      data-pick
      data-picking={pick.active || undefined}
      onClickCapture={pick.onClickCapture}
      className={cx('group/pick relative', pick.on && 'rounded-card ring-3 ring-accent ring-offset-3 ring-offset-ground')}
    >
      {children}
      <Tick media={media} at={at} className="top-0.5 left-0.5" />
    </div>
  );
}
