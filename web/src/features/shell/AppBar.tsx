/** The bar: clear over a picture, solid once the page has moved beneath it. */
import { Plus, Search } from 'lucide-react';
import { useEffect, useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { paths } from '@/lib/paths';
import { ButtonLink, cx, IconLink, Logo } from '@/ui';
import { useBackdrop } from '@/ui/media';

import { AccountCorner } from './AccountCorner';
import { ActivityRing } from './ActivityRing';
import { BrowseCorner } from './BrowseCorner';
import { useNav } from './nav';

function useScrolled(from: number): boolean {
  const [scrolled, setScrolled] = useState(() => window.scrollY > from);
  useEffect(() => {
    const look = () => setScrolled(window.scrollY > from);
    look();
    window.addEventListener('scroll', look, { passive: true });
    return () => window.removeEventListener('scroll', look);
  }, [from]);
  return scrolled;
}

/** As wide as it is in bold, so that its neighbours stay where they are when it becomes the chosen one. */
function SteadyWord({ word }: { word: string }) {
  return (
    <span
      data-word={word}
      className="inline-grid after:invisible after:h-0 after:overflow-hidden after:font-[650] after:content-[attr(data-word)]"
    >
      {word}
    </span>
  );
}

function Links() {
  const { t } = useTranslation('shell');
  const links = useNav();
  return (
    <nav aria-label={t('mainNav')} className="hidden shrink-0 items-center gap-1 md:flex">
      {links.map(({ to, label, here }, at) => (
        <Link
          key={to}
          to={to}
          aria-current={here ? 'page' : undefined}
          className={cx(
            // The kinds are also chips of the library: where it is narrow they make room.
            at > 1 && 'max-lg:hidden',
            'rounded-[8px] px-3 py-2 text-body whitespace-nowrap transition-colors duration-150 hover:text-ink',
            here ? 'font-[650] text-ink' : 'text-ink-2',
          )}
        >
          <SteadyWord word={label} />
        </Link>
      ))}
      <BrowseCorner />
    </nav>
  );
}

export function AppBar({ search, onHelp }: { search: ReactNode; onHelp: () => void }) {
  const { t } = useTranslation('shell');
  const pictured = useBackdrop((state) => state.count > 0);
  const scrolled = useScrolled(24);
  const clear = pictured && !scrolled;
  return (
    <header
      data-theme={clear ? 'dark' : undefined}
      className={cx(
        'fixed inset-x-0 top-0 z-30 flex h-(--bar) items-center gap-3 margins text-ink transition-[background-color,border-color] duration-200',
        clear
          ? 'border-b border-transparent shade-top'
          : 'border-b border-line bg-[color-mix(in_srgb,var(--ground)_88%,transparent)] backdrop-blur-xl',
      )}
    >
      <Link to={paths.home} aria-label={t('toHome')} className="touch flex rounded-[8px] md:mr-1 lg:mr-6">
        <Logo />
      </Link>
      <Links />
      <div className="ml-auto flex min-w-0 flex-1 items-center justify-end gap-2 md:gap-3">
        <div className="hidden max-w-75 min-w-0 flex-1 md:block">{search}</div>
        <IconLink label={t('search')} icon={Search} to={paths.search} className="md:hidden" />
        <ButtonLink to={paths.add} icon={Plus} size="sm" look={clear ? 'glass' : 'quiet'} className="max-lg:hidden">
          {t('add')}
        </ButtonLink>
        <IconLink label={t('add')} icon={Plus} to={paths.add} className="max-md:hidden lg:hidden" />
        <span className="max-md:hidden">
          <ActivityRing />
        </span>
        <AccountCorner onHelp={onHelp} />
      </div>
    </header>
  );
}
