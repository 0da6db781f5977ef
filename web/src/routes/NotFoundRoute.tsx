/** An address that leads nowhere. */
import { MapPinOff } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { paths } from '@/lib/paths';
import { ButtonLink, EmptyState, Page, useTabTitle } from '@/ui';

export default function NotFoundRoute() {
  const { t } = useTranslation();
  useTabTitle(t('notFound'));
  return (
    <Page>
      <EmptyState icon={MapPinOff} title={t('notFound')} text={t('notFoundText')} alone>
        <ButtonLink to={paths.home} look="primary">
          {t('toHome')}
        </ButtonLink>
        <ButtonLink to={paths.search}>{t('toSearch')}</ButtonLink>
      </EmptyState>
    </Page>
  );
}
