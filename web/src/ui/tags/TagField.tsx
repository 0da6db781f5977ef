/** A field of tags or genres: Enter or a comma adds, Backspace takes the last, known ones are offered. */
import { useQuery } from '@tanstack/react-query';
import { useId, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { fewGenres, tagList } from '@/api';
import { TagChip } from '../Chip';
import { cx } from '../cx';
import { INPUT } from '../Field';

import { cleanTag, withTags } from './tags';

interface Props {
  label: string;
  value: string[];
  onChange: (tags: string[]) => void;
  autoFocus?: boolean;
  /** Of which words those that the library has are offered. */
  of?: 'tags' | 'genres';
}

const MOST_GENRES = 200;

function useOffers(of: 'tags' | 'genres', text: string, value: string[]): string[] {
  const tags = useQuery({ ...tagList, enabled: of === 'tags' }).data?.items;
  const genres = useQuery({ ...fewGenres(MOST_GENRES), enabled: of === 'genres' }).data?.items;
  const known = (of === 'tags' ? tags : genres) ?? [];
  const start = cleanTag(text).toLocaleLowerCase();
  const taken = new Set(value.map((tag) => tag.toLocaleLowerCase()));
  return known
    .map((tag) => tag.name)
    .filter((name) => !taken.has(name.toLocaleLowerCase()) && (!start || name.toLocaleLowerCase().includes(start)))
    .slice(0, 6);
}

export function TagField({ label, value, onChange, autoFocus, of = 'tags' }: Props) {
  const { t } = useTranslation('media');
  const id = useId();
  const [text, setText] = useState('');
  const offers = useOffers(of, text, value);

  function add(words: string) {
    const next = withTags(value, words);
    if (next.length !== value.length) onChange(next);
    setText('');
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Enter' || event.key === ',') {
      event.preventDefault();
      add(text);
    } else if (event.key === 'Backspace' && !text && value.length > 0) {
      onChange(value.slice(0, -1));
    }
  }

  return (
    <div>
      <div className={cx(INPUT, 'flex min-h-11.5 flex-wrap items-center gap-1.5 px-2! py-1.5 focus-within:border-accent')}>
        {value.map((tag) => (
          <TagChip key={tag} name={tag} label={t('removeTag', { tag })} onRemove={() => onChange(value.filter((old) => old !== tag))} />
        ))}
        <input
          aria-label={label}
          aria-describedby={`${id}-help`}
          // The person has just asked for this field.
          autoFocus={autoFocus}
          value={text}
          onChange={(event) => setText(event.target.value)}
          onKeyDown={onKeyDown}
          onBlur={() => text && add(text)}
          className="h-8 pointer-coarse:h-9 min-w-24 flex-1 bg-transparent px-1.5 text-body outline-none placeholder:text-ink-3"
          placeholder={t('tagPlaceholder')}
        />
      </div>
      <p id={`${id}-help`} className="sr-only">
        {t('tagHelp')}
      </p>
      {offers.length > 0 && (
        <div className="mt-2 flex flex-wrap gap-1.5 pointer-coarse:gap-2">
          {offers.map((tag) => (
            <button
              key={tag}
              type="button"
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => add(tag)}
              className="touch h-7.5 rounded-chip pointer-coarse:h-9 border border-dashed border-line-strong px-3 text-caption text-ink-2 hover:border-ink-3 hover:text-ink"
            >
              + {tag}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
