/** An ordered list of languages: add, move, remove. */
import { ArrowDown, ArrowUp, Globe, X } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { formatLanguage } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { IconButton, SelectField } from '@/ui';

import { moved, offered } from './order';

interface Props {
  name: string;
  /** Said where the list is empty. */
  none: string;
  value: readonly string[];
  onChange: (languages: string[]) => void;
}

export function LanguageList({ name, none, value, onChange }: Props) {
  const { t } = useTranslation('taste');
  const locale = useLocale();
  const add = t('languages.add');
  return (
    <div className="max-w-130">
      {value.length === 0 ? (
        <p className="flex items-center gap-3 rounded-control border border-dashed border-line-strong px-4 py-3 text-small text-ink-2">
          <Globe aria-hidden size={17} className="shrink-0 text-ink-3" />
          {none}
        </p>
      ) : (
        <ol aria-label={name} className="divide-y divide-line rounded-control border border-line">
          {value.map((tag, at) => {
            const language = formatLanguage(tag, locale);
            return (
              <li key={tag} className="flex items-center gap-1 py-1 pr-1.5 pl-4">
                <span className="w-6 text-small text-ink-3 tabular">{at + 1}</span>
                <span className="min-w-0 flex-1 truncate text-body font-medium first-letter:uppercase">{language}</span>
                <IconButton icon={ArrowUp} label={t('languages.up', { language })} disabled={at === 0} onClick={() => onChange(moved(value, at, -1))} />
                <IconButton icon={ArrowDown} label={t('languages.down', { language })} disabled={at === value.length - 1} onClick={() => onChange(moved(value, at, 1))} />
                <IconButton icon={X} label={t('languages.remove', { language })} onClick={() => onChange(value.filter((one) => one !== tag))} />
              </li>
            );
          })}
        </ol>
      )}
      <SelectField
        className="mt-4"
        label={add}
        aria-label={`${name}: ${add}`}
        value=""
        options={[{ value: '', label: t('languages.choose') }, ...offered(value, navigator.languages, locale)]}
        onChange={(event) => event.target.value && onChange([...value, event.target.value])}
      />
    </div>
  );
}
