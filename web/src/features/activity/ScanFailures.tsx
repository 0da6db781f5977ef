import { TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { ScanFailure } from './words';

/** Files of a folder that could not be taken in, each with its reason. */
export function ScanFailures({ failures }: { failures: readonly ScanFailure[] }) {
  const { t } = useTranslation('activity');
  return (
    <ul aria-label={t('failures')} className="mt-2 space-y-2.5 border-l-2 border-line py-1 pl-4 sm:ml-15 sm:pl-6">
      {failures.map((failure) => (
        <li key={failure.path} className="flex gap-2.5 text-small text-ink-2">
          <TriangleAlert aria-hidden size={15} className="mt-[3px] shrink-0 text-danger" />
          <span className="min-w-0">
            <span className="block font-medium break-all text-ink">{failure.path}</span>
            {failure.detail} {failure.fix}
          </span>
        </li>
      ))}
    </ul>
  );
}
