import { useQuery } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { serverSettings } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { ButtonLink, ErrorState, FactList, Skeleton } from '@/ui';

import { Panel } from './Panel';

export function Uploads() {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const settings = useQuery(serverSettings);
  const facts = settings.data;
  return (
    <Panel
      title={t('parts.uploads')}
      text={t('uploads.text')}
      action={
        <ButtonLink size="sm" to={paths.add}>
          {t('uploads.go')}
        </ButtonLink>
      }
    >
      {settings.isError && !facts && <ErrorState error={settings.error} onRetry={() => void settings.refetch()} />}
      {settings.isPending && <Skeleton className="h-20" />}
      {facts && (
        <FactList
          facts={[
            [t('uploads.largest'), formatBytes(facts.max_upload_bytes, locale)],
            [t('uploads.free'), formatBytes(facts.free_bytes, locale)],
            [t('uploads.floor'), t('uploads.floorText', { size: formatBytes(facts.floor_bytes, locale) })],
          ]}
        />
      )}
    </Panel>
  );
}
