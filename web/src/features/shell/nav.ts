/** Where the bar leads. Kinds stand there only when the library has some. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { statsOverview } from '@/api';
import { paths } from '@/lib/paths';
import { kindsIn } from '@/ui/media';

export interface NavLink {
  to: string;
  label: string;
  here: boolean;
}

export function useNav(): NavLink[] {
  const { t } = useTranslation('shell');
  const { t: media } = useTranslation('media');
  const { pathname, search } = useLocation();
  const stats = useQuery(statsOverview);
  const kind = pathname === paths.library ? new URLSearchParams(search).get('kind') : null;
  const inSeries = pathname === paths.allSeries || pathname.startsWith(`${paths.allSeries}/`);
  const kinds = kindsIn(stats.data?.by_kind).slice(0, 3);
  return [
    { to: paths.home, label: t('home'), here: pathname === paths.home },
    { to: paths.library, label: t('library'), here: pathname === paths.library && !kinds.some((one) => one === kind) },
    ...kinds.map((one) => {
      const to = paths.kind(one);
      return { to, label: media(`kinds.${one}`), here: to === paths.allSeries ? inSeries : kind === one };
    }),
  ];
}

/** Whether the library has any series. */
export function useHasSeries(): boolean {
  const kinds = useQuery(statsOverview).data?.by_kind;
  return ((kinds?.['episode'] ?? 0) || (kinds?.['series'] ?? 0)) > 0;
}
