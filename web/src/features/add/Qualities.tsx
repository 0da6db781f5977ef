import { useTranslation } from 'react-i18next';
import type { LinkInfo } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { cx } from '@/ui';

interface Props {
  readonly info: LinkInfo;
  readonly chosen: string;
  onChoose(id: string): void;
}

/** Qualities as tiles with what they weigh; a real group of radio buttons underneath. */
export function Qualities({ info, chosen, onChoose }: Props) {
  const { t } = useTranslation('add');
  const locale = useLocale();
  if (info.qualities.length === 0) return null;
  return (
    <fieldset className="mt-3.5">
      <legend className="sr-only">{t('quality')}</legend>
      <div className="flex flex-wrap gap-2">
        {info.qualities.map((quality) => {
          const best = quality.id === 'best';
          const label = best ? t('best') : quality.id === 'audio' ? t('audio') : quality.label;
          const notes = [
            best && quality.height ? `${quality.height}p` : null,
            quality.size_bytes ? formatBytes(quality.size_bytes, locale) : null,
          ].filter(Boolean);
          const on = quality.id === chosen;
          return (
            <label
              key={quality.id}
              className={cx(
                'flex min-h-13 cursor-pointer flex-col justify-center rounded-control px-3.5 py-1.5 transition-colors duration-150 select-none',
                'has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent',
                on ? 'bg-primary text-on-primary' : 'bg-fill text-ink hover:bg-fill-strong',
              )}
            >
              <input
                type="radio"
                name="quality"
                className="sr-only"
                checked={on}
                onChange={() => onChoose(quality.id)}
              />
              <span className="text-small font-[650]">{label}</span>
              {notes.length > 0 || quality.note ? (
                <span className={cx('text-caption tabular', on ? 'opacity-75' : 'text-ink-3')}>
                  {notes.length > 0 ? notes.join(' · ') : quality.note}
                </span>
              ) : null}
            </label>
          );
        })}
      </div>
    </fieldset>
  );
}
