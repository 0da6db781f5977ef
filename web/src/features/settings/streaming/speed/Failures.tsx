/** What went wrong, in words, with what helps. */
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { SpeedFailure } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

import { failedOf } from './words';

export function Failures({ failures }: { failures: SpeedFailure[] }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  const kinds = failedOf(failures);
  if (kinds.length === 0) {
    return (
      <p className="flex gap-2.5 text-small text-ink-2">
        <CircleCheck size={18} className="shrink-0 text-good" aria-hidden />
        {t('speed.noFailures')}
      </p>
    );
  }
  return (
    <section>
      <h3 className="text-body font-semibold">{t('speed.failures')}</h3>
      <ul className="mt-2.5 divide-y divide-line rounded-panel border border-line bg-surface">
        {kinds.map(({ kind, count, viewings, codes }) => (
          <li key={kind} className="flex gap-3.5 px-4 py-3 text-small">
            <TriangleAlert size={18} className="mt-0.5 shrink-0 text-accent" aria-hidden />
            <div className="min-w-0">
              <p className="font-semibold">{t(`speed.failure.${kind}.title`)}</p>
              <p className="text-pretty text-ink-2">{t(`speed.failure.${kind}.help`)}</p>
              <p className="mt-1 text-caption text-ink-3 tabular">
                {[
                  t('speed.often', { count, shown: formatNumber(count, locale) }),
                  t('speed.inViewings', { count: viewings, shown: formatNumber(viewings, locale) }),
                  codes.length > 0 && t('speed.codes', { codes: codes.join(', ') }),
                ].filter(Boolean).join(' · ')}
              </p>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
