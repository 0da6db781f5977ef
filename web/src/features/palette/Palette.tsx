/** Ctrl K: what one wants to go to or do, by a few letters; titles of the library beneath. */
import { useQuery } from '@tanstack/react-query';
import { CornerDownLeft, Search } from 'lucide-react';
import { Dialog as Radix } from 'radix-ui';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { searchSuggest } from '@/api';
import { paths } from '@/lib/paths';
import { useDebounced } from '@/lib/useDebounced';
import { cx, Picture } from '@/ui';

import { matching } from './match';
import { useCommands } from './useCommands';

const MOST_COMMANDS = 7;
const LINE = 'flex min-h-11 w-full cursor-pointer items-center gap-3 rounded-[10px] px-3 py-1.5 text-left text-small';

interface Entry {
  id: string;
  label: string;
  note?: string;
  picture?: { src: string | null; blurhash: string | null };
  run: () => void;
}

function useEntries(typed: string, onHelp: () => void): { commands: Entry[]; titles: Entry[] } {
  const { t } = useTranslation('palette');
  const { t: media } = useTranslation('media');
  const go = useNavigate();
  const all = useCommands(onHelp);
  const q = useDebounced(typed.trim(), 90);
  const { data } = useQuery(searchSuggest(q, 6));
  const found = matching(all, typed);
  const everything = typed.trim()
    ? [{ id: 'find', label: t('find', { text: typed.trim() }), run: () => void go(`${paths.search}?${new URLSearchParams({ q: typed.trim() })}`) }]
    : [];
  const titles = (q && typed.trim() ? (data?.items ?? []) : []).map((one) => ({
    id: one.id,
    label: one.title,
    note: [media(`kind.${one.kind}`), one.year].filter(Boolean).join(' · '),
    picture: { src: one.poster_url, blurhash: one.blurhash },
    run: () => void go(paths.title(one.id)),
  }));
  return { commands: typed.trim() ? [...found.slice(0, MOST_COMMANDS), ...everything] : found, titles };
}

function Line({ entry, id, active, onRun, onPoint }: { entry: Entry; id: string; active: boolean; onRun: () => void; onPoint: () => void }) {
  return (
    <li
      id={id}
      role="option"
      aria-selected={active}
      onPointerMove={onPoint}
      onClick={onRun}
      className={cx(LINE, active && 'bg-fill-strong')}
    >
      {entry.picture && <Picture src={entry.picture.src} blurhash={entry.picture.blurhash} widths={[160]} sizes="64px" className="aspect-video w-16 shrink-0 rounded-[6px]" />}
      <span dir="auto" className="min-w-0 flex-1 truncate">{entry.label}</span>
      {entry.note && <span className="shrink-0 text-caption text-ink-3">{entry.note}</span>}
      {active && <CornerDownLeft size={15} aria-hidden className="shrink-0 text-ink-3" />}
    </li>
  );
}

export function Palette({ onClose, onHelp }: { onClose: () => void; onHelp: () => void }) {
  const { t } = useTranslation('palette');
  const id = useId();
  const list = useRef<HTMLDivElement>(null);
  const [typed, setTyped] = useState('');
  const [at, setAt] = useState(0);
  const { commands, titles } = useEntries(typed, onHelp);
  const entries = [...commands, ...titles];
  const active = Math.min(at, entries.length - 1);

  useEffect(() => {
    list.current?.querySelector('[aria-selected="true"]')?.scrollIntoView({ block: 'nearest' });
  }, [active]);

  function run(entry: Entry | undefined) {
    if (!entry) return;
    onClose();
    entry.run();
  }

  function onKeyDown(event: KeyboardEvent) {
    const last = entries.length - 1;
    const to = { ArrowDown: active === last ? 0 : active + 1, ArrowUp: active === 0 ? last : active - 1, Home: 0, End: last }[event.key];
    if (event.key === 'Enter' && !event.nativeEvent.isComposing) run(entries[active]);
    else if (to === undefined || (typed && (event.key === 'Home' || event.key === 'End'))) return;
    else setAt(to);
    event.preventDefault();
  }

  const group = (name: string, items: Entry[], from: number) =>
    items.length > 0 && (
      <ul role="group" aria-label={name}>
        {items.map((entry, n) => (
          <Line key={entry.id} entry={entry} id={`${id}-${from + n}`} active={from + n === active} onRun={() => run(entry)} onPoint={() => setAt(from + n)} />
        ))}
      </ul>
    );

  return (
    <Radix.Root open onOpenChange={(open) => !open && onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-50 animate-appear bg-scrim" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[max(12px,12vh)] left-1/2 z-50 flex max-h-[min(76dvh,560px)] w-[calc(100vw-24px)] max-w-150 -translate-x-1/2 animate-appear flex-col overflow-hidden rounded-panel border border-line bg-surface text-ink shadow-card outline-none"
        >
          <Radix.Title className="sr-only">{t('title')}</Radix.Title>
          <div className="relative border-b border-line">
            <Search size={18} aria-hidden className="pointer-events-none absolute inset-y-0 left-5 my-auto text-ink-3" />
            <input
              type="text"
              role="combobox"
              aria-label={t('title')}
              aria-expanded
              aria-controls={`${id}-list`}
              aria-activedescendant={entries.length ? `${id}-${active}` : undefined}
              aria-autocomplete="list"
              autoComplete="off"
              spellCheck={false}
              placeholder={t('placeholder')}
              value={typed}
              onChange={(event) => {
                setTyped(event.target.value);
                setAt(0);
              }}
              onKeyDown={onKeyDown}
              className="h-14 w-full bg-transparent pr-5 pl-13 text-lead text-ink outline-none placeholder:text-ink-3"
            />
          </div>
          <div ref={list} id={`${id}-list`} role="listbox" aria-label={t('title')} tabIndex={-1} className="min-h-0 flex-1 overflow-y-auto p-2">
            {group(t('commands'), commands, 0)}
            {titles.length > 0 && <p aria-hidden className="px-3 pt-3 pb-1 text-caption font-semibold text-ink-3">{t('titles')}</p>}
            {group(t('titles'), titles, commands.length)}
          </div>
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}
