/** A folder of the library: how it is, what can be done with it, and what it asks. */
import { Folder as FolderIcon, FolderX, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Folder } from '@/api';
import { formatAgo, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Badge } from '@/ui';
import { GoneQuestion } from '@/ui/folders';

import { FolderTools } from './FolderTools';
import { ScanProgress } from './ScanProgress';
import { ScanResult } from './ScanResult';
import { useFolder } from './useFolder';
import { problemOf, type Problem } from './words';

const LIMIT = 'sysctl fs.inotify.max_user_watches=1048576';

function Trouble({ problem }: { problem: Problem }) {
  const { t } = useTranslation('settings');
  return (
    <p className="flex gap-2.5 rounded-control bg-fill px-3.5 py-2.5 text-small text-pretty text-ink-2">
      <TriangleAlert size={17} className={problem === 'blind' ? 'mt-0.5 shrink-0 text-accent-ink' : 'mt-0.5 shrink-0 text-danger'} aria-hidden />
      <span className="min-w-0">
        <strong className="font-semibold text-ink">{t(`folders.problems.${problem}.what`)}</strong> {t(`folders.problems.${problem}.fix`)}
        {problem === 'blind' && <code className="mt-1 block text-caption wrap-anywhere text-ink">{LIMIT}</code>}
      </span>
    </p>
  );
}

function useFacts(folder: Folder): string {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const number = (count: number) => ({ count, shown: formatNumber(count, locale) });
  return [
    t('folders.titles', number(folder.media_count)),
    folder.last_scan_at ? t('folders.scanned', { when: formatAgo(folder.last_scan_at, locale) }) : t('folders.never'),
    folder.last_scan && t('folders.found', number(folder.last_scan.found)),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function FolderRow({ folder, onRemove }: { folder: Folder; onRemove: () => void }) {
  const { t } = useTranslation('settings');
  const does = useFolder(folder);
  const facts = useFacts(folder);
  const problem = problemOf(folder);
  const away = folder.status === 'unavailable';
  const Icon = away ? FolderX : FolderIcon;
  return (
    <li aria-label={folder.path} className="flex flex-col gap-3.5 rounded-panel border border-line bg-surface p-4">
      <div className="flex items-start gap-4">
        <Icon size={22} className={away ? 'mt-0.5 shrink-0 text-danger' : 'mt-0.5 shrink-0 text-ink-3'} aria-hidden />
        <div className="min-w-0 flex-1">
          <h3 className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-body font-semibold wrap-anywhere">
            {folder.path}
            {away && <Badge look="danger">{t('folders.away')}</Badge>}
          </h3>
          <p className="mt-0.5 text-small text-pretty text-ink-2">{facts}</p>
          {folder.last_scan && <ScanResult scan={folder.last_scan} />}
        </div>
      </div>
      {problem && <Trouble problem={problem} />}
      {folder.gone > 0 && <GoneQuestion folder={folder} />}
      {folder.job_id && <ScanProgress id={folder.job_id} path={folder.path} />}
      <FolderTools folder={folder} does={does} onRemove={onRemove} />
    </li>
  );
}
