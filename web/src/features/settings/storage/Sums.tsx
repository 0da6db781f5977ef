/** The same files, summed in four ways. */
import { useQuery } from '@tanstack/react-query';
import { Film } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { storageState, type Storage } from '@/api';
import { formatBytes, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { codecName } from '@/lib/names';
import { Badge, EmptyState, Segmented } from '@/ui';

import { Panel } from '../Panel';

const WAYS = ['kinds', 'folders', 'codecs', 'resolutions'] as const;
type Way = (typeof WAYS)[number];

interface Row {
  key: string;
  label: string;
  count: number;
  bytes: number;
  away?: boolean;
}

function useRows(held: Storage | undefined, way: Way): Row[] {
  const { t } = useTranslation('storage');
  const { t: words } = useTranslation('media');
  if (!held) return [];
  if (way === 'folders') {
    const folders = held.folders.map((one) => ({ key: one.id, label: one.path, count: one.count, bytes: one.bytes, away: one.status !== 'ready' }));
    const { owned_bytes: bytes } = held.total;
    const own = { key: 'own', label: t('parts.owned'), count: held.total.owned_count, bytes };
    return [...folders, ...(bytes > 0 ? [own] : [])].sort((a, b) => b.bytes - a.bytes);
  }
  const label = {
    kinds: (name: string) => words(`kind.${name}` as 'kind.video', { defaultValue: name }),
    codecs: (name: string) => (name === 'none' ? t('soundOnly') : codecName(name)),
    resolutions: (name: string) => (name === 'none' ? t('soundOnly') : name === 'small' ? t('smaller') : `${name}p`),
  }[way];
  return held[way].map((one) => ({ key: one.name, label: label(one.name), count: one.count, bytes: one.bytes }));
}

export function Sums() {
  const { t } = useTranslation('storage');
  const locale = useLocale();
  const [way, setWay] = useState<Way>('kinds');
  const held = useQuery(storageState).data;
  const rows = useRows(held, way);
  const most = Math.max(1, ...rows.map((row) => row.bytes));
  if (!held) return null;
  return (
    <Panel title={t('by')}>
      <div className="no-bar -mx-(--margin) overflow-x-auto px-(--margin) md:mx-0 md:px-0">
        <Segmented label={t('by')} value={way} onChange={setWay} options={WAYS.map((value) => ({ value, label: t(`ways.${value}`) }))} />
      </div>
      {rows.length === 0 && <EmptyState icon={Film} title={t('empty')} text={t('emptyText')} className="py-8!" />}
      {rows.length > 0 && (
        <table className="mt-4 w-full text-small">
          <thead className="sr-only">
            <tr>
              <th scope="col">{t(`ways.${way}`)}</th>
              <th scope="col">{t('columnFiles')}</th>
              <th scope="col">{t('columnSize')}</th>
            </tr>
          </thead>
          <tbody className="divide-y divide-line">
            {rows.map((row) => (
              <tr key={row.key}>
                <th scope="row" className="py-2.5 pr-4 text-left font-medium">
                  <span className="flex flex-wrap items-center gap-2 wrap-anywhere">
                    {row.label}
                    {row.away && <Badge look="danger">{t('away')}</Badge>}
                  </span>
                  <span aria-hidden className="mt-1.5 block h-1 rounded-full bg-fill">
                    <span className="block h-full rounded-full bg-ink-3" style={{ width: `${Math.max(0.5, (100 * row.bytes) / most)}%` }} />
                  </span>
                </th>
                <td className="w-px py-2.5 text-right whitespace-nowrap text-ink-3 tabular">
                  {t('files', { count: row.count, shown: formatNumber(row.count, locale) })}
                </td>
                <td className="w-24 py-2.5 text-right font-medium whitespace-nowrap tabular">{formatBytes(row.bytes, locale)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Panel>
  );
}
