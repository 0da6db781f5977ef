import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Suggestion } from '@/api';
import { cx, Picture } from '@/ui';

interface Props {
  id: string;
  items: Suggestion[];
  /** -1 is the line that shows all results. */
  active: number;
  text: string;
  onChoose: (at: number) => void;
}

const LINE = 'flex w-full cursor-pointer items-center gap-3 rounded-[9px] px-2 py-1.5 text-left text-small';

export function Suggestions({ id, items, active, text, onChoose }: Props) {
  const { t } = useTranslation('search');
  const { t: media } = useTranslation('media');
  return (
    <div className="absolute top-[calc(100%+8px)] right-0 w-[max(100%,380px)] animate-appear rounded-[14px] border border-line bg-raised p-1.5 text-ink shadow-card">
      <ul id={`${id}-list`} role="listbox" aria-label={t('suggestions')}>
        {items.map((item, at) => (
          <li
            key={item.id}
            id={`${id}-${at}`}
            role="option"
            aria-selected={at === active}
            onPointerDown={(event) => event.preventDefault()}
            onClick={() => onChoose(at)}
            className={cx(LINE, 'hover:bg-fill', at === active && 'bg-fill-strong')}
          >
            <Picture src={item.poster_url} blurhash={item.blurhash} widths={[160]} sizes="80px" className="aspect-video w-20 shrink-0 rounded-[6px]" />
            <span className="min-w-0">
              <span dir="auto" className="block truncate font-semibold">{item.title}</span>
              <span className="block text-caption text-ink-3">
                {[media(`kind.${item.kind}`), item.year].filter(Boolean).join(' · ')}
              </span>
            </span>
          </li>
        ))}
      </ul>
      <button
        type="button"
        tabIndex={-1}
        onPointerDown={(event) => event.preventDefault()}
        onClick={() => onChoose(-1)}
        className={cx(LINE, 'mt-1 border-t border-line pt-2.5 text-ink-2 hover:text-ink')}
      >
        <Search size={16} aria-hidden className="mx-1" />
        <span className="truncate">{t('allResults', { text: text.trim() })}</span>
        <span className="ml-auto text-caption text-ink-3">Enter</span>
      </button>
    </div>
  );
}
