/** On a phone: the ways into the library, above its pages. */
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { paths } from '@/lib/paths';

import { ChipLink } from '../Chip';
import { PLACES } from './places';

export default function BrowseChips() {
  const { t } = useTranslation('browse');
  const { pathname } = useLocation();
  return (
    <nav
      aria-label={t('label')}
      // The chip of this page is never beyond the edge.
      ref={(node) => {
        const here = node?.querySelector<HTMLElement>('[aria-current]');
        if (node && here) node.scrollLeft = here.offsetLeft - (node.clientWidth - here.offsetWidth) / 2;
      }}
      className="no-bar relative -mx-(--margin) flex gap-2 overflow-x-auto margins py-1.5"
    >
      <ChipLink to={paths.library} on={pathname === paths.library}>
        {t('all')}
      </ChipLink>
      {PLACES.map(({ to, name }) => (
        <ChipLink key={to} to={to} on={pathname === to}>
          {t(name)}
        </ChipLink>
      ))}
    </nav>
  );
}
