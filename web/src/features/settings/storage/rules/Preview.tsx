/** What a rule would take now, and why it spares the rest. */
import { useQuery } from '@tanstack/react-query';
import { CircleCheck } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { retentionPreview, type RetentionWish } from '@/api';
import { formatBytes, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { useDebounced } from '@/lib/useDebounced';
import { ErrorLine, Skeleton } from '@/ui';

import { TitleRow } from '../TitleRow';

const WAIT_MS = 300;

function More({ count }: { count: number }) {
  const { t } = useTranslation('storage');
  const locale = useLocale();
  return count > 0 ? <p className="px-4 py-2.5 text-small text-ink-3">{t('andMore', { count, shown: formatNumber(count, locale) })}</p> : null;
}

export function Preview({ wish }: { wish: RetentionWish | null }) {
  const { t } = useTranslation('storage');
  const locale = useLocale();
  const settled = useDebounced(JSON.stringify(wish), WAIT_MS);
  const found = useQuery(retentionPreview(JSON.parse(settled) as RetentionWish | null));
  if (settled === 'null') return null;
  if (found.isError) return <ErrorLine error={found.error} onRetry={() => void found.refetch()} />;
  if (!found.data) return <Skeleton className="h-24 rounded-panel" />;
  const { goes, goes_bytes, titles, spared, spared_titles } = found.data;
  const sparedCount = spared.reduce((sum, one) => sum + one.count, 0);
  return (
    <section aria-live="polite" className="flex flex-col gap-3">
      {goes === 0 ? (
        <p className="flex items-center gap-2.5 text-body">
          <CircleCheck size={19} className="shrink-0 text-good" aria-hidden />
          {t('rules.nothingGoes')}
        </p>
      ) : (
        <>
          <p className="text-body font-semibold">
            {t('rules.goes', { count: goes, shown: formatNumber(goes, locale), size: formatBytes(goes_bytes, locale) })}
          </p>
          <div className="max-h-64 overflow-y-auto rounded-panel border border-line">
            <ul className="divide-y divide-line">
              {titles.map((title) => (
                <TitleRow key={title.media_id} title={title} />
              ))}
            </ul>
            <More count={goes - titles.length} />
          </div>
        </>
      )}
      {sparedCount > 0 && (
        <details className="rounded-panel border border-line">
          <summary className="cursor-pointer px-4 py-3 text-small font-medium">
            {t('rules.spared', { count: sparedCount, shown: formatNumber(sparedCount, locale) })}
          </summary>
          <ul className="max-h-64 divide-y divide-line overflow-y-auto border-t border-line">
            {spared_titles.map((title) => (
              <TitleRow key={title.media_id} title={title} note={title.why ? t(`why.${title.why}`) : undefined} />
            ))}
          </ul>
          <More count={sparedCount - spared_titles.length} />
        </details>
      )}
    </section>
  );
}
