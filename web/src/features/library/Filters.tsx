/** Filters as chips: kinds, the panel of all others, and those that apply, taken off one by one or all at once. */
import { useQuery } from '@tanstack/react-query';
import { ListPlus, SlidersHorizontal } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { isNarrowed, listed, statsOverview, type MediaKind, type MediaQuery } from '@/api';
import { useWide } from '@/lib/useWide';
import { Chip } from '@/ui';
import { appliedOf, useSays } from '@/ui/filters';
import { kindsIn } from '@/ui/media';

import type { Change } from './address';
import { FilterPanel } from './FilterPanel';
import { KeepDialog } from './KeepDialog';

interface Props {
  query: MediaQuery;
  onChange: Change;
  onClear: () => void;
  titles: string;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

function Kinds({ query, onChange }: Pick<Props, 'query' | 'onChange'>) {
  const { t: media } = useTranslation('media');
  const there = kindsIn(useQuery(statsOverview).data?.by_kind);
  const chosen = listed(query.kind);
  const shown: MediaKind[] = [...there, ...chosen.filter((kind) => !there.includes(kind))];
  const turn = (kind: MediaKind) => {
    const others = chosen.filter((one) => one !== kind);
    // One more press takes it off; another kind comes in its place.
    onChange({ kind: others.length < chosen.length ? (others.length ? others : undefined) : [kind] });
  };
  return shown.map((kind) => (
    <Chip key={kind} on={chosen.includes(kind)} onClick={() => turn(kind)}>
      {media(`kinds.${kind}`)}
    </Chip>
  ));
}

const QUIET = 'inline-flex h-8.5 shrink-0 items-center gap-1.5 rounded-chip px-3 text-small font-medium text-ink-2 hover:text-ink';

export function Filters({ query, onChange, onClear, titles, open, onOpenChange }: Props) {
  const { t } = useTranslation('library');
  const wide = useWide();
  const opener = useRef<HTMLButtonElement>(null);
  const [keeping, setKeeping] = useState(false);
  // Who came from a collection to its filter likely changes that one.
  const location = useLocation();
  const [from] = useState(() => (location.state as { rule?: string } | null)?.rule);
  const applied = appliedOf(query, useSays(query));
  const narrowed = isNarrowed(query);
  const refocus = () => opener.current?.focus();
  const show = (next: boolean) => {
    onOpenChange(next);
    // After the panel has gone, and let go of the focus.
    if (!next) setTimeout(refocus);
  };
  const opens = (
    <Chip
      ref={opener}
      aria-pressed={undefined}
      aria-haspopup="dialog"
      aria-expanded={open}
      onClick={() => show(!open)}
    >
      <SlidersHorizontal size={15} aria-hidden />
      {t('filters')}
      {applied.length > 0 && (
        <span className="inline-flex h-4.5 min-w-4.5 items-center justify-center rounded-full bg-accent px-1 text-badge font-semibold text-black tabular">
          {applied.length}
        </span>
      )}
    </Chip>
  );
  return (
    <>
      <div role="group" aria-label={t('filters')} className="no-bar -mx-(--margin) flex min-h-11.5 items-center gap-2 overflow-x-auto margins py-1.5 md:flex-wrap">
        {!wide && opens}
        <Kinds query={query} onChange={onChange} />
        {wide && opens}
        {applied.map(({ key, text, off }) => (
          <Chip
            key={key}
            on
            clears
            aria-pressed={undefined}
            aria-label={t('takeOff', { filter: text })}
            onClick={() => {
              onChange(off);
              refocus();
            }}
          >
            {text}
          </Chip>
        ))}
        {narrowed && (
          <>
            <button
              type="button"
              onClick={() => {
                onClear();
                refocus();
              }}
              className={QUIET}
            >
              {t('clear')}
            </button>
            <button type="button" onClick={() => setKeeping(true)} className={QUIET}>
              <ListPlus size={16} aria-hidden />
              {t('keep.button')}
            </button>
          </>
        )}
      </div>
      <FilterPanel open={open} onOpenChange={show} query={query} onChange={onChange} onClear={onClear} narrowed={narrowed} titles={titles} />
      {keeping && (
        <KeepDialog
          query={query}
          from={from}
          usual={applied.map(({ text }) => text).join(', ') || query.search || ''}
          onClose={() => {
            setKeeping(false);
            setTimeout(refocus);
          }}
        />
      )}
    </>
  );
}
