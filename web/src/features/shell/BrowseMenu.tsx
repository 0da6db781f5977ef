import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { statsOverview } from '@/api';
import { paths } from '@/lib/paths';
import { Menu, MenuLine, MenuLink } from '@/ui';
import { PLACES } from '@/ui/browse/places';
import { kindsIn } from '@/ui/media';

import { BrowseButton } from './BrowseCorner';

export default function BrowseMenu({ defaultOpen }: { defaultOpen: boolean }) {
  const { t } = useTranslation('browse');
  const { t: media } = useTranslation('media');
  const kinds = kindsIn(useQuery(statsOverview).data?.by_kind);
  return (
    <Menu align="start" defaultOpen={defaultOpen} trigger={<BrowseButton />}>
      {PLACES.map(({ to, name, icon }) => (
        <MenuLink key={to} to={to} icon={icon}>
          {t(name)}
        </MenuLink>
      ))}
      {kinds.length > 0 && <MenuLine />}
      {kinds.map((kind) => (
        <MenuLink key={kind} to={paths.kind(kind)}>
          {media(`kinds.${kind}`)}
        </MenuLink>
      ))}
    </Menu>
  );
}
