/** What is done with the whole list: search in it, surprise, sort, look. */
import { ArrowDownNarrowWide, ArrowDownWideNarrow, Grid2x2, Grid3x3, Rows3, Search, Shuffle, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { SORTS, usualOrder, type MediaQuery, type SortBy, type SortOrder } from '@/api';
import { Button, IconButton, Menu, MenuChoice, MenuLine, Segmented } from '@/ui';
import { useSurprise } from '@/ui/media';

import type { Look } from './address';

const WAIT_MS = 250;

/** Writes to the address when the typing rests; follows it when it changes by other means. */
export function Narrow({ value, onChange }: { value: string; onChange: (search: string) => void }) {
  const { t } = useTranslation('library');
  const [text, setText] = useState(value);
  const [seen, setSeen] = useState(value);
  const [timer, setTimer] = useState<ReturnType<typeof setTimeout>>();
  if (seen !== value) {
    setSeen(value);
    if (text.trim() !== value) setText(value);
  }
  const write = (next: string) => {
    setText(next);
    clearTimeout(timer);
    setTimer(setTimeout(() => onChange(next.trim()), WAIT_MS));
  };
  return (
    <span className="relative block min-w-0 max-md:flex-1">
      <Search size={16} aria-hidden className="pointer-events-none absolute inset-y-0 left-3 my-auto text-ink-3" />
      <input
        type="text"
        inputMode="search"
        value={text}
        onChange={(event) => write(event.target.value)}
        onKeyDown={(event) => event.key === 'Escape' && write('')}
        aria-label={t('narrow')}
        placeholder={t('narrowShort')}
        className="h-9.5 w-full rounded-control bg-fill pr-9 pl-9 text-small placeholder:text-ink-2 hover:bg-fill-strong focus:bg-surface focus:outline-2 focus:outline-offset-0 focus:outline-accent md:w-46"
      />
      {text && (
        <IconButton label={t('clear')} icon={X} size="sm" className="absolute inset-y-0 right-0.5 my-auto size-8!" onClick={() => write('')} />
      )}
    </span>
  );
}

export function SortMenu({ query, onChange }: { query: MediaQuery; onChange: (part: Partial<MediaQuery>) => void }) {
  const { t } = useTranslation('library');
  const by: SortBy = query.sort_by ?? 'added_at';
  const order: SortOrder = query.sort_order ?? usualOrder(by);
  const Icon = order === 'asc' ? ArrowDownNarrowWide : ArrowDownWideNarrow;
  return (
    <Menu
      trigger={
        <Button size="sm" icon={Icon} aria-label={t('sortedBy', { by: t(`sort.${by}`) })}>
          <span className="max-sm:hidden">{t(`sort.${by}`)}</span>
        </Button>
      }
    >
      <MenuChoice
        label={t('sortBy')}
        value={by}
        options={SORTS.map((value) => ({ value, label: t(`sort.${value}`) }))}
        onChange={(sort_by) => onChange({ sort_by, sort_order: undefined })}
      />
      {by !== 'random' && (
        <>
          <MenuLine />
          <MenuChoice
            label={t('order')}
            value={order}
            options={[
              { value: 'asc', label: t(by === 'title' ? 'order_az' : 'order_up') },
              { value: 'desc', label: t(by === 'title' ? 'order_za' : 'order_down') },
            ]}
            onChange={(sort_order) => onChange({ sort_order })}
          />
        </>
      )}
    </Menu>
  );
}

export function SurpriseButton({ query }: { query: MediaQuery }) {
  const { t } = useTranslation('library');
  const surprise = useSurprise();
  return (
    <Button size="sm" icon={Shuffle} busy={surprise.isPending} onClick={() => surprise.mutate(query)} aria-label={t('surprise')}>
      <span className="max-lg:hidden">{t('surprise')}</span>
    </Button>
  );
}

export function LookSwitch({ look, onChange }: { look: Look; onChange: (look: Look) => void }) {
  const { t } = useTranslation('library');
  const options = [
    { value: 'grid', label: t('look.grid'), icon: Grid2x2 },
    { value: 'dense', label: t('look.dense'), icon: Grid3x3 },
    { value: 'list', label: t('look.list'), icon: Rows3 },
  ] as const;
  return <Segmented label={t('look.label')} value={look} options={options} onChange={onChange} iconsOnly />;
}
