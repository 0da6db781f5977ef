/** The titles among what is found, as many as fit, with the way to all of them. */
import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { filterBody, mediaPage, writeFilters, type Media, type MediaQuery } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { ButtonLink, SectionTitle } from '@/ui';
import { CardGrid } from '@/ui/media';
import { scopeOf, SelectButton, Selecting } from '@/ui/media/selection';

interface TitlesProps {
  query: MediaQuery;
  titles: Media[];
  total: number;
  /** Of very many a search only tells the least there are; all are counted while it is looked at. */
  exact?: boolean;
}

export function Titles({ query, titles, total: least, exact = true }: TitlesProps) {
  const { t } = useTranslation('search');
  const locale = useLocale();
  const counted = useQuery({ ...mediaPage(query, 1, 1), enabled: !exact }).data?.total;
  const total = counted ?? least;
  const isLeast = !exact && counted === undefined;
  return (
    <section>
      <div className="flex items-center justify-between gap-4">
        <SectionTitle note={formatNumber(total, locale) + (isLeast ? '+' : '')}>{t('titles')}</SectionTitle>
        <SelectButton />
      </div>
      <Selecting scope={scopeOf(titles, total, filterBody(query))}>
        <CardGrid items={titles} className="mt-4" />
      </Selecting>
      {total > titles.length && (
        <p className="mt-8 text-center">
          <ButtonLink to={`${paths.library}?${writeFilters(query)}`}>{isLeast ? t('seeAllMany') : t('seeAll', { count: total, n: formatNumber(total, locale) })}</ButtonLink>
        </p>
      )}
    </section>
  );
}
