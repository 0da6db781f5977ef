/** On a phone the kinds stand above the picture. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { statsOverview } from '@/api';
import { paths } from '@/lib/paths';
import { ChipLink } from '@/ui';
import { kindsIn } from '@/ui/media';

export function KindChips() {
  const { t } = useTranslation('home');
  const { t: media } = useTranslation('media');
  const kinds = kindsIn(useQuery(statsOverview).data?.by_kind);
  return (
    <nav aria-label={t('kinds')} className="no-bar mb-1.5 flex gap-2 overflow-x-auto margins py-1.5 md:hidden">
      <ChipLink to={paths.home} on>
        {t('all')}
      </ChipLink>
      {kinds.map((kind) => (
        <ChipLink key={kind} to={paths.kind(kind)}>
          {media(`kinds.${kind}`)}
        </ChipLink>
      ))}
    </nav>
  );
}
