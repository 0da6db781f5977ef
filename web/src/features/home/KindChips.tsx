/** On a phone the kinds stand above the picture. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { statsOverview, type MediaKind } from '@/api';
import { paths } from '@/lib/paths';
import { ChipLink } from '@/ui';

const SHOWN: MediaKind[] = ['movie', 'series', 'episode', 'video', 'clip', 'recording'];

export function KindChips() {
  const { t } = useTranslation('home');
  const { t: media } = useTranslation('media');
  const byKind = useQuery(statsOverview).data?.by_kind ?? {};
  const kinds = SHOWN.filter((kind) => (byKind[kind] ?? 0) > 0);
  return (
    <nav aria-label={t('kinds')} className="no-bar mb-3 flex h-8.5 gap-2 overflow-x-auto margins md:hidden">
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
