import { cx } from './cx';

interface Props {
  /** 0 to 100; null while nobody knows how long. */
  percent: number | null;
  label: string;
  look?: 'amber' | 'danger' | 'good';
  /** On a still the rest of the bar is light in both themes. */
  onPicture?: boolean;
  className?: string;
}

const LOOKS = { amber: 'bg-accent', danger: 'bg-danger', good: 'bg-good' };

export function ProgressBar({ percent, label, look = 'amber', onPicture, className }: Props) {
  const known = percent !== null;
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={known ? Math.round(percent) : undefined}
      className={cx('h-1 overflow-hidden rounded-full', onPicture ? 'bg-white/35' : 'bg-fill-strong', className)}
    >
      <div
        className={cx(
          'h-full origin-left rounded-full transition-transform duration-250 ease-out',
          onPicture ? 'bg-[#f59e0b]' : LOOKS[look],
          !known && 'animate-pulse opacity-60',
        )}
        style={{ transform: `scaleX(${known ? Math.min(100, Math.max(0, percent)) / 100 : 1})` }}
      />
    </div>
  );
}
