/** What a restore would do: what would be there, what would be lost since, and which files are away. */
import { CircleCheck, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Rehearsal } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

function Names({ names, count }: { names: readonly string[]; count: number }) {
  const { t } = useTranslation('backups');
  const locale = useLocale();
  const more = count - names.length;
  return (
    <ul className="mt-1.5 max-h-40 list-disc overflow-y-auto pl-5 text-small text-ink-2" tabIndex={names.length > 6 ? 0 : undefined}>
      {names.map((name, index) => (
        <li key={index} dir="auto" className="wrap-anywhere">
          {name}
        </li>
      ))}
      {more > 0 && <li className="text-ink-3">{t('andMore', { count: more, shown: formatNumber(more, locale) })}</li>}
    </ul>
  );
}

function Line({ good, text, names, count }: { good: boolean; text: string; names?: readonly string[]; count?: number }) {
  const Icon = good ? CircleCheck : TriangleAlert;
  return (
    <li className="flex items-start gap-2.5 text-body">
      <Icon size={18} className={`mt-0.5 shrink-0 ${good ? 'text-good' : 'text-danger'}`} aria-hidden />
      <div className="min-w-0 flex-1">
        {text}
        {names && names.length > 0 && <Names names={names} count={count ?? names.length} />}
      </div>
    </li>
  );
}

export function Findings({ found }: { found: Rehearsal }) {
  const { t } = useTranslation('backups');
  const locale = useLocale();
  const shown = (value: number) => formatNumber(value, locale);
  const rows = ['titles', 'users', 'progress'] as const;
  const nothing = found.lost_titles === 0 && found.lost_users.length === 0 && found.lost_progress === 0;
  return (
    <div className="flex flex-col gap-5">
      <table className="w-full overflow-hidden rounded-panel border border-line text-small tabular">
        <caption className="sr-only">{t('found.caption')}</caption>
        <thead className="bg-fill text-ink-2">
          <tr>
            <td className="px-4 py-2" />
            <th scope="col" className="px-4 py-2 text-right font-medium">
              {t('found.now')}
            </th>
            <th scope="col" className="px-4 py-2 text-right font-medium">
              {t('found.then')}
            </th>
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {rows.map((row) => (
            <tr key={row}>
              <th scope="row" className="px-4 py-2 text-left font-normal text-ink-2">
                {t(`found.${row}`)}
              </th>
              <td className="px-4 py-2 text-right">{found.now ? shown(found.now[row]) : '–'}</td>
              <td className="px-4 py-2 text-right font-semibold">{shown(found.then[row])}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <ul className="flex flex-col gap-3">
        {found.now && nothing && <Line good text={t('found.nothingLost')} />}
        {!found.now && <Line good={false} text={t('found.noNow')} />}
        {found.lost_titles > 0 && (
          <Line good={false} text={t('found.lostTitles', { count: found.lost_titles, shown: shown(found.lost_titles) })} names={found.lost_title_names} count={found.lost_titles} />
        )}
        {found.lost_users.length > 0 && (
          <Line good={false} text={t('found.lostUsers', { count: found.lost_users.length, shown: shown(found.lost_users.length) })} names={found.lost_users} />
        )}
        {found.lost_progress > 0 && <Line good={false} text={t('found.lostProgress', { count: found.lost_progress, shown: shown(found.lost_progress) })} />}
        {found.files_missing === null ? (
          <Line good={false} text={t('found.unknown', { count: found.files, shown: shown(found.files) })} />
        ) : found.files_missing > 0 ? (
          <Line
            good={false}
            text={t('found.missing', { count: found.files_missing, shown: shown(found.files_missing), files: shown(found.files) })}
            names={found.missing_names}
            count={found.files_missing}
          />
        ) : (
          <Line good text={t('found.files', { count: found.files, shown: shown(found.files) })} />
        )}
      </ul>
      {found.folders.length > 0 && (
        <div className="text-small text-ink-2">
          {t('found.folders')}
          <Names names={found.folders} count={found.folders.length} />
        </div>
      )}
    </div>
  );
}
