/** What is found, narrowed: by kind with how many there are of each, and to what was not watched. All other filters are the library's. */
import { useQuery } from '@tanstack/react-query';
import { SlidersHorizontal } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { facetsOf, listed, writeFilters, type MediaKind, type MediaQuery } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Chip, ChipLink } from '@/ui';

interface Props {
  /** The words, and by what they are narrowed already. */
  query: MediaQuery;
}

export function Narrow({ query }: Props) {
  const { t } = useTranslation('search');
  const { t: media } = useTranslation('media');
  const { t: library } = useTranslation('library');
  const locale = useLocale();
  const [, setParams] = useSearchParams();
  const [chosen] = listed(query.kind);
  const kinds = useQuery(facetsOf(query)).data?.kind ?? [];
  const shown = chosen !== undefined && !kinds.some(({ value }) => value === chosen) ? [...kinds, { value: chosen, count: 0 }] : kinds;
  const turn = (name: 'kind' | 'watched', value: string) =>
    setParams(
      (old) => {
        if (old.get(name) === value) old.delete(name);
        else old.set(name, value);
        return old;
      },
      { replace: true, preventScrollReset: true },
    );
  return (
    <div role="group" aria-label={t('narrow')} className="no-bar -mx-(--margin) flex items-center gap-2 overflow-x-auto margins py-1.5 md:flex-wrap">
      {(shown.length > 1 || chosen) &&
        shown.map(({ value, count }) => (
          <Chip key={value} on={value === chosen} onClick={() => turn('kind', value)}>
            {media(`kinds.${value as MediaKind}`)} <span className="opacity-70 tabular">{formatNumber(count, locale)}</span>
          </Chip>
        ))}
      <Chip on={query.watched === 'unwatched'} onClick={() => turn('watched', 'unwatched')}>
        {library('watched.unwatched')}
      </Chip>
      <ChipLink to={`${paths.library}?${writeFilters(query)}`} state={{ filters: true }}>
        <SlidersHorizontal size={15} aria-hidden />
        {t('moreFilters')}
      </ChipLink>
    </div>
  );
}
