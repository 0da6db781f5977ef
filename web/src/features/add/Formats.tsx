import { ChevronDown } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { LinkFormat } from '@/api';
import { formatBitRate, formatBytes, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { cx } from '@/ui';

interface Props {
  readonly formats: readonly LinkFormat[];
  readonly chosen: string;
  /** What stands on the same line. */
  readonly children?: ReactNode;
  onChoose(id: string): void;
}

/** Every format the site lists, for those who know which one they want. */
export function Formats({ formats, chosen, children, onChoose }: Props) {
  const { t } = useTranslation('add');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  if (formats.length === 0) return <div className="mt-3.5">{children}</div>;
  const picked = formats.find((format) => format.id === chosen);
  return (
    <div className="mt-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
        {children}
        <button
          type="button"
          aria-expanded={open}
          onClick={() => setOpen(!open)}
          className="-mx-2 inline-flex h-8 items-center gap-1.5 rounded-[8px] px-2 text-small font-medium text-ink-2 hover:bg-fill hover:text-ink"
        >
          {picked && !open ? t('formatChosen', { format: picked.label }) : t('formats', { count: formats.length })}
          <ChevronDown aria-hidden size={16} className={cx('transition-transform duration-150', open && 'rotate-180')} />
        </button>
      </div>
      {open ? (
        <ul className="mt-1 max-h-72 overflow-y-auto overscroll-contain rounded-card bg-fill p-1.5">
          {formats.map((format) => {
            const codecs = [format.video_codec, format.audio_codec].filter(Boolean).join(' + ');
            const size = format.size_bytes
              ? formatBytes(format.size_bytes, locale)
              : format.bit_rate
                ? formatBitRate(format.bit_rate, locale)
                : '';
            const rate = format.frame_rate && format.frame_rate > 31 ? ` · ${formatNumber(format.frame_rate, locale)} fps` : '';
            return (
              <li key={format.id}>
                <label className="flex min-h-10 cursor-pointer items-center gap-3 rounded-[8px] px-2.5 py-1.5 hover:bg-fill has-checked:bg-fill-strong has-focus-visible:outline-2 has-focus-visible:outline-accent">
                  <input
                    type="radio"
                    name="quality"
                    className="size-4 shrink-0 accent-accent"
                    checked={format.id === chosen}
                    onChange={() => onChoose(format.id)}
                  />
                  <span className="min-w-0 flex-1 text-small font-medium">
                    {format.label}
                    {rate}
                    <span className="block truncate text-caption font-normal text-ink-3">
                      {[format.container, codecs].filter(Boolean).join(' · ')}
                    </span>
                  </span>
                  <span className="shrink-0 text-caption text-ink-3 tabular">{size}</span>
                </label>
              </li>
            );
          })}
        </ul>
      ) : null}
    </div>
  );
}
