/** The bar of a selection: how many, and what can be done with them. */
import { ChevronDown, Trash2, X } from 'lucide-react';
import { Suspense, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

import { Button } from '@/ui/Button';
import { IconButton } from '@/ui/IconButton';
import { later } from '@/ui/later';
import { Menu, MenuItem, MenuLine } from '@/ui/Menu';
import { Spinner } from '@/ui/Spinner';
import type { Scope } from './scope';
import { chooseEverything, countOf, leaveSelection, useSelection } from './store';
import { useBulk, type Wish } from './useBulk';

export type Window = 'tags' | 'genres' | 'facts' | 'collection';

const Windows = later(() => import('./Windows'));

/** Toasts stand above the bar while it is there. */
function useRoomForToasts() {
  const bar = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const { style } = document.documentElement;
    style.setProperty('--beneath', `${(bar.current?.offsetHeight ?? 0) + 8}px`);
    return () => void style.removeProperty('--beneath');
  }, []);
  return bar;
}

function More({ onWish, disabled }: { onWish: (wish: Wish) => void; disabled: boolean }) {
  const { t } = useTranslation('organise');
  return (
    <Menu
      trigger={
        <Button size="sm" disabled={disabled}>
          {t('pick.more')}
          <ChevronDown size={15} aria-hidden />
        </Button>
      }
    >
      <MenuItem onSelect={() => onWish({ opinion: { in_list: true } })}>{t('pick.list')}</MenuItem>
      <MenuItem onSelect={() => onWish({ opinion: { in_list: false } })}>{t('pick.offList')}</MenuItem>
      <MenuItem onSelect={() => onWish({ opinion: { favourite: true } })}>{t('pick.favourite')}</MenuItem>
      <MenuItem onSelect={() => onWish({ opinion: { favourite: false } })}>{t('pick.notFavourite')}</MenuItem>
      <MenuLine />
      <MenuItem onSelect={() => onWish({ watched: true })}>{t('pick.seen')}</MenuItem>
      <MenuItem onSelect={() => onWish({ watched: false })}>{t('pick.unseen')}</MenuItem>
      <MenuLine />
      <MenuItem icon={Trash2} danger onSelect={() => onWish({ trash: true })}>
        {t('pick.trash')}
      </MenuItem>
    </Menu>
  );
}

function Count({ scope, count, busy }: { scope: Scope; count: number; busy: boolean }) {
  const { t } = useTranslation('organise');
  const locale = useLocale();
  const everything = useSelection((state) => state.everything);
  const words = { count, shown: formatNumber(count, locale) };
  const all = { count: scope.total, shown: formatNumber(scope.total, locale) };
  return (
    <div className="flex min-w-0 flex-1 items-center gap-2 pl-2.5 md:flex-none">
      {busy && <Spinner size={17} />}
      <span role="status" className="text-small font-semibold whitespace-nowrap tabular">
        {t(busy ? 'pick.running' : 'pick.count', words)}
      </span>
      {!busy && !everything && scope.filter && scope.total > count && (
        <button type="button" onClick={chooseEverything} className="touch rounded-[6px] text-left px-1.5 py-1 text-small font-semibold text-accent-ink hover:underline">
          {t('pick.all', all)}
        </button>
      )}
    </div>
  );
}

export default function Bar({ scope }: { scope: Scope }) {
  const { t } = useTranslation('organise');
  const [open, setOpen] = useState<Window | null>(null);
  const count = useSelection((state) => countOf(state, scope.total));
  const bulk = useBulk(scope);
  const bar = useRoomForToasts();
  const off = count === 0 || bulk.isPending;
  const run = (wish: Wish) => {
    setOpen(null);
    bulk.mutate(wish);
  };
  return (
    <div
      ref={bar}
      role="region"
      aria-label={t('pick.bar')}
      aria-busy={bulk.isPending}
      className="fixed inset-x-3 bottom-[calc(var(--tabs)+12px)] z-30 mx-auto flex w-fit max-w-[calc(100vw-24px)] animate-rise flex-wrap items-center gap-2 rounded-panel border border-line bg-raised p-2 shadow-card max-md:w-auto"
    >
      <Count scope={scope} count={count} busy={bulk.isPending} />
      <IconButton size="sm" icon={X} label={t('pick.leave')} onClick={leaveSelection} className="md:order-last" />
      <div className="no-bar -my-1 flex items-center gap-2 overflow-x-auto py-1 max-md:-mx-2 max-md:w-[calc(100%+16px)] max-md:px-2">
        {(['tags', 'genres', 'facts', 'collection'] as const).map((one) => (
          <Button key={one} size="sm" disabled={off} onClick={() => setOpen(one)}>
            {t(`pick.${one}`)}
          </Button>
        ))}
        <More onWish={run} disabled={off} />
      </div>
      {open && (
        <Suspense>
          <Windows open={open} onClose={() => setOpen(null)} onWish={run} />
        </Suspense>
      )}
    </div>
  );
}
