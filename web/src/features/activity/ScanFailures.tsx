import { useTranslation } from 'react-i18next';

import { FailedFiles } from '@/ui';

import type { ScanFailure } from './words';

/** Files of a folder that could not be taken in, under the row of its scan. */
export function ScanFailures({ failures }: { failures: readonly ScanFailure[] }) {
  const { t } = useTranslation('activity');
  return <FailedFiles files={failures} label={t('failures')} className="mt-2 border-l-2 border-line py-1 pl-4 text-small sm:ml-15 sm:pl-6" />;
}
