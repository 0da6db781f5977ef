/** The field in the bar: `/` opens it, suggestions as one types, Enter for all results. On the search page it drives the page. */
import { useQuery } from '@tanstack/react-query';
import { Search, X } from 'lucide-react';
import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useNavigate } from 'react-router';

import { searchSuggest } from '@/api';
import { paths } from '@/lib/paths';
import { useDebounced } from '@/lib/useDebounced';
import { useKeys } from '@/lib/useKeys';
import { cx, Kbd } from '@/ui';

import { Suggestions } from './Suggestions';

const searchAddress = (q: string) => `${paths.search}?${new URLSearchParams({ q })}`;

/** What is written, kept in step with the address while the search page is open. */
function useWritten() {
  const { pathname, search } = useLocation();
  const go = useNavigate();
  const onPage = pathname === paths.search;
  const inAddress = onPage ? (new URLSearchParams(search).get('q') ?? '') : '';
  const [text, setText] = useState(inAddress);
  const [seen, setSeen] = useState({ onPage, inAddress });
  if (seen.onPage !== onPage || seen.inAddress !== inAddress) {
    setSeen({ onPage, inAddress });
    if (text.trim() !== inAddress.trim()) setText(inAddress);
  }
  function write(next: string) {
    setText(next);
    if (onPage) void go(next.trim() ? searchAddress(next) : paths.search, { replace: true, preventScrollReset: true });
  }
  return { text, write, onPage };
}

function useSuggestions(text: string, open: boolean) {
  const q = useDebounced(text.trim(), 90);
  const { data } = useQuery({ ...searchSuggest(q), enabled: open && q !== '' });
  return open && q !== '' ? (data?.items ?? []) : [];
}

export function SearchField({ autoFocus, className }: { autoFocus?: boolean; className?: string }) {
  const { t } = useTranslation('search');
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const go = useNavigate();
  const { text, write, onPage } = useWritten();
  const [open, setOpen] = useState(false);
  const [active, setActive] = useState(-1);
  const items = useSuggestions(text, open && !onPage);

  useKeys({ '/': () => (input.current?.offsetParent ? input.current.focus() : void go(paths.search)) });
  useEffect(() => {
    const shown = input.current?.offsetParent;
    if (shown && (autoFocus || (onPage && !input.current?.value))) input.current?.focus({ preventScroll: true });
  }, [autoFocus, onPage]);

  function leave() {
    setOpen(false);
    setActive(-1);
  }

  function choose(at: number) {
    const item = items[at];
    if (item) void go(paths.title(item.id));
    else if (text.trim() && !onPage) void go(searchAddress(text.trim()));
    if (item) write('');
    leave();
    if (item) input.current?.blur();
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && items.length) {
      event.preventDefault();
      setActive((at) => ((at + 1 + step + items.length + 1) % (items.length + 1)) - 1);
    } else if (event.key === 'Enter') {
      event.preventDefault();
      choose(active);
    } else if (event.key === 'Escape') {
      event.preventDefault();
      if (text) write('');
      else input.current?.blur();
      leave();
    }
  }

  const shown = items.length > 0;
  return (
    <search className={cx('relative block', className)} onBlur={(event) => !event.currentTarget.contains(event.relatedTarget) && leave()}>
      <Search size={18} aria-hidden className="pointer-events-none absolute inset-y-0 left-3.5 my-auto text-ink-3" />
      <input
        ref={input}
        type="text"
        inputMode="search"
        enterKeyHint="search"
        autoComplete="off"
        spellCheck={false}
        role="combobox"
        aria-label={t('label')}
        aria-expanded={shown}
        aria-controls={`${id}-list`}
        aria-activedescendant={active >= 0 ? `${id}-${active}` : undefined}
        aria-autocomplete="list"
        placeholder={t('placeholder')}
        value={text}
        onChange={(event) => {
          write(event.target.value);
          setOpen(true);
          setActive(-1);
        }}
        onFocus={() => setOpen(true)}
        onKeyDown={onKeyDown}
        className="h-9.5 w-full rounded-control bg-fill pr-10 pl-10.5 text-small text-ellipsis text-ink placeholder:text-ink-2 hover:bg-fill-strong focus:bg-surface focus:outline-2 focus:outline-offset-0 focus:outline-accent"
      />
      {text ? (
        <button
          type="button"
          aria-label={t('clear')}
          onClick={() => {
            write('');
            input.current?.focus();
          }}
          className="touch absolute inset-y-0 right-1 my-auto inline-flex size-8 items-center justify-center rounded-[8px] text-ink-3 hover:text-ink"
        >
          <X size={16} aria-hidden />
        </button>
      ) : (
        <span aria-hidden className="pointer-events-none absolute inset-y-0 right-2 my-auto h-5.5 max-lg:hidden">
          <Kbd>/</Kbd>
        </span>
      )}
      {shown && <Suggestions id={id} items={items} active={active} text={text} onChoose={choose} />}
    </search>
  );
}
