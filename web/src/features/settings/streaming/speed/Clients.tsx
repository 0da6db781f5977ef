/** The same by browser: trouble of one kind of device shows here. */
import { useTranslation } from 'react-i18next';

import type { SpeedClient } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

import { secondsText, shareText } from './words';

export function Clients({ clients }: { clients: SpeedClient[] }) {
  const { t } = useTranslation('streaming');
  const locale = useLocale();
  return (
    <section>
      <h3 className="text-body font-semibold">{t('speed.clients')}</h3>
      <ul className="mt-2.5 divide-y divide-line rounded-panel border border-line bg-surface">
        {clients.map(({ client, viewings, start, stalled_share }) => (
          <li key={client} className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-4 py-2.5 text-small">
            <span className="font-medium">
              {client}{' '}
              <span className="font-normal text-ink-3 tabular">{t('speed.count', { count: viewings, shown: formatNumber(viewings, locale) })}</span>
            </span>
            <span className="text-ink-2 tabular">
              {[
                start.p50_s !== null && start.p95_s !== null &&
                  t('speed.startTimes', { half: secondsText(start.p50_s, locale), most: secondsText(start.p95_s, locale) }),
                t('speed.stoodShare', { share: shareText(stalled_share, locale) }),
              ].filter(Boolean).join(' · ')}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
