/** The bar of a phone, under the thumb. */
import { Activity, House, LibraryBig, Plus, Settings, Tv, type LucideIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { NavLink } from 'react-router';

import { paths } from '@/lib/paths';
import { cx } from '@/ui';

import { useRunning } from './ActivityRing';
import { useHasSeries } from './nav';

interface TabProps {
  to: string;
  icon: LucideIcon;
  label: string;
  count?: number;
}

function Tab({ to, icon: Icon, label, count = 0 }: TabProps) {
  return (
    <NavLink
      to={to}
      end={to === paths.home}
      className={({ isActive }) =>
        cx(
          'flex min-w-0 flex-1 flex-col items-center justify-center gap-1 text-[0.6875rem] font-medium',
          isActive ? 'text-ink' : 'text-ink-3',
        )
      }
    >
      <span className="relative">
        <Icon size={22} aria-hidden />
        {count > 0 && (
          <span className="absolute -top-1.5 -right-2.5 inline-flex h-4 min-w-4 items-center justify-center rounded-full bg-[#f59e0b] px-1 text-[0.625rem] font-bold text-[#141414] tabular">
            {count}
          </span>
        )}
      </span>
      <span className="max-w-full truncate">{label}</span>
    </NavLink>
  );
}

export function TabBar() {
  const { t } = useTranslation('shell');
  const running = useRunning();
  const series = useHasSeries();
  return (
    <nav
      aria-label={t('mainNav')}
      className="fixed inset-x-0 bottom-0 z-30 flex h-(--tabs) items-stretch border-t border-line bg-[color-mix(in_srgb,var(--ground)_92%,transparent)] px-1 pb-[env(safe-area-inset-bottom)] backdrop-blur-xl md:hidden"
    >
      <Tab to={paths.home} icon={House} label={t('home')} />
      <Tab to={paths.library} icon={LibraryBig} label={t('library')} />
      <span className="flex flex-1 items-center justify-center">
        <NavLink
          to={paths.add}
          aria-label={t('add')}
          className="inline-flex size-12 items-center justify-center rounded-[14px] bg-[#f59e0b] text-[#141414] active:scale-95"
        >
          <Plus size={23} strokeWidth={2.4} aria-hidden />
        </NavLink>
      </span>
      <Tab to={paths.activity} icon={Activity} label={t('activity')} count={running.length} />
      {/* The settings are also in the menu of the account, series are nowhere else on a phone. */}
      {series ? (
        <Tab to={paths.allSeries} icon={Tv} label={t('series')} />
      ) : (
        <Tab to={paths.settings} icon={Settings} label={t('settings')} />
      )}
    </nav>
  );
}
