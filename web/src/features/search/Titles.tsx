/** The titles among what is found, as many as fit, with the way to all of them. */
import { useTranslation } from 'react-i18next';

import { filterBody, writeFilters, type Media, type MediaQuery } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { ButtonLink, SectionTitle } from '@/ui';
import { CardGrid } from '@/ui/media';
import { scopeOf, SelectButton, Selecting } from '@/ui/media/selection';

export function Titles({ query, titles, total }: { query: MediaQuery; titles: Media[]; total: number }) {
  const { t } = useTranslation('search');
  const locale = useLocale();
  return (
    <section>
      <div className="flex items-center justify-between gap-4">
        <SectionTitle note={formatNumber(total, locale)}>{t('titles')}</SectionTitle>
        <SelectButton />
      </div>
      <Selecting scope={scopeOf(titles, total, filterBody(query))}>
        <CardGrid items={titles} className="mt-4" />
      </Selecting>
      {total > titles.length && (
        <p className="mt-8 text-center">
          <ButtonLink to={`${paths.library}?${writeFilters(query)}`}>{t('seeAll', { count: total })}</ButtonLink>
        </p>
      )}
    </section>
  );
}
