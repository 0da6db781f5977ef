/** From one year to another, written out. Taken when the field is left or Enter is pressed. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { MediaQuery } from '@/api';
import { TextField } from '@/ui';

import type { Change } from './address';

type Name = 'year_from' | 'year_to';

/** A year, undefined for an empty field, null for what is none. */
export function yearOf(text: string): number | undefined | null {
  if (text.trim() === '') return undefined;
  return /^[1-9]\d{0,3}$/.test(text.trim()) ? Number(text) : null;
}

function YearField({ name, label, query, onChange }: { name: Name; label: string; query: MediaQuery; onChange: Change }) {
  const { t } = useTranslation('library');
  const kept = query[name]?.toString() ?? '';
  const [text, setText] = useState(kept);
  const [seen, setSeen] = useState(kept);
  const [wrong, setWrong] = useState<string | null>(null);
  if (seen !== kept) {
    setSeen(kept);
    setText(kept);
    setWrong(null);
  }
  const take = () => {
    const year = yearOf(text);
    const from = name === 'year_from' ? year : query.year_from;
    const to = name === 'year_to' ? year : query.year_to;
    if (year === null) return setWrong(t('year.wrong'));
    if (from && to && from > to) return setWrong(t('year.turned'));
    setWrong(null);
    if (year !== query[name]) onChange({ [name]: year }, true);
  };
  return (
    <TextField
      className="min-w-0 flex-1"
      label={label}
      inputMode="numeric"
      maxLength={6}
      autoComplete="off"
      value={text}
      error={wrong}
      onChange={(event) => setText(event.target.value)}
      onBlur={take}
      onKeyDown={(event) => event.key === 'Enter' && take()}
    />
  );
}

export function YearFields({ query, onChange }: { query: MediaQuery; onChange: Change }) {
  const { t } = useTranslation('library');
  return (
    <div className="mt-3 flex gap-3">
      <YearField name="year_from" label={t('year.from')} query={query} onChange={onChange} />
      <YearField name="year_to" label={t('year.to')} query={query} onChange={onChange} />
    </div>
  );
}
