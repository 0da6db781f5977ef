/** A group of the panel of filters: its name, and what can be chosen, each with how many titles it leaves. */
import { useId, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';

import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { cx } from '@/ui';

export interface Option {
  value: string;
  label: string;
  /** Titles it leaves; undefined where nobody counts. */
  count?: number;
}

export function Group({ title, children }: { title: string; children: ReactNode }) {
  const id = useId();
  return (
    <section role="group" aria-labelledby={id} className="border-t border-line py-4 first:border-0 first:pt-1">
      <h3 id={id} className="mb-2.5 text-caption font-semibold text-ink-2">
        {title}
      </h3>
      {children}
    </section>
  );
}

interface Props {
  options: readonly Option[];
  chosen: readonly string[];
  onTurn: (value: string) => void;
}

/** So many are seen at first. */
const FEW = 10;

export function Options({ options, chosen, onTurn }: Props) {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const [all, setAll] = useState(false);
  const cut = options.length > FEW + 2 && !all;
  const shown = cut ? options.filter((one, at) => at < FEW || chosen.includes(one.value)) : options;
  return (
    <div className="flex flex-wrap gap-1.5 pointer-coarse:gap-2">
      {shown.map(({ value, label, count }) => {
        const on = chosen.includes(value);
        return (
          <button
            key={value}
            type="button"
            aria-pressed={on}
            onClick={() => onTurn(value)}
            className={cx(
              'touch inline-flex min-h-8 max-w-full pointer-coarse:min-h-9 items-center gap-1.5 rounded-chip border px-3 py-1 text-caption font-medium transition-colors duration-150',
              on ? 'border-primary bg-primary text-on-primary' : 'border-line text-ink hover:border-line-strong hover:bg-fill',
            )}
          >
            <span className="truncate">{label}</span>
            {count !== undefined && <span className={cx('tabular', on ? 'opacity-75' : 'text-ink-3')}>{formatNumber(count, locale)}</span>}
          </button>
        );
      })}
      {options.length > FEW + 2 && (
        <button
          type="button"
          aria-expanded={all}
          onClick={() => setAll(!all)}
          className="touch min-h-8 rounded-chip px-2.5 text-caption font-semibold text-ink-2 hover:text-ink hover:underline"
        >
          {all ? t('fewerChoices') : t('moreChoices', { count: options.length })}
        </button>
      )}
    </div>
  );
}
