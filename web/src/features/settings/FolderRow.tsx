import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Folder as FolderIcon, FolderX, RefreshCw, Trash2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { keys, scanFolder, type Folder } from '@/api';
import { formatAgo, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Badge, Button, IconButton, toast } from '@/ui';
import { useSayFailure } from '@/ui/media';

/** What the last look through the folder found, in words. */
function useScanWords(folder: Folder): string {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  if (!folder.last_scan_at) return t('folders.never');
  const when = t('folders.scanned', { when: formatAgo(folder.last_scan_at, locale) });
  const scan = folder.last_scan;
  if (!scan) return when;
  const number = (count: number) => ({ count, shown: formatNumber(count, locale) });
  return [
    when,
    t('folders.found', number(scan.found)),
    scan.added > 0 && t('folders.newOnes', number(scan.added)),
    scan.skipped > 0 && t('folders.skipped', number(scan.skipped)),
    scan.failed > 0 && t('folders.failed', number(scan.failed)),
  ]
    .filter(Boolean)
    .join(' · ');
}

export function FolderRow({ folder, onRemove }: { folder: Folder; onRemove: () => void }) {
  const { t } = useTranslation('settings');
  const locale = useLocale();
  const cache = useQueryClient();
  const go = useNavigate();
  const say = useSayFailure();
  const words = useScanWords(folder);
  const away = folder.status === 'unavailable';
  const Icon = away ? FolderX : FolderIcon;
  const scan = useMutation({
    mutationFn: () => scanFolder(folder.id),
    onSuccess: () => toast(t('folders.scanning'), { action: { label: t('folders.watchIt'), run: () => void go(paths.activity) } }),
    onError: say,
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.jobs }),
  });
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 rounded-panel border border-line bg-surface p-4">
      <Icon size={22} className={away ? 'text-danger' : 'text-ink-3'} aria-hidden />
      <div className="min-w-0 flex-1 basis-60">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-body font-semibold wrap-anywhere">
          {folder.path}
          {away && <Badge look="danger">{t('folders.away')}</Badge>}
        </p>
        <p className="mt-0.5 text-small text-ink-2">
          {t('folders.titles', { count: folder.media_count, shown: formatNumber(folder.media_count, locale) })}
        </p>
        <p className="mt-0.5 text-caption text-pretty text-ink-3">{away ? t('folders.awayText') : words}</p>
      </div>
      <div className="flex items-center gap-2">
        <Button size="sm" icon={RefreshCw} busy={scan.isPending} onClick={() => scan.mutate()}>
          {t('folders.rescan')}
        </Button>
        <IconButton label={t('folders.removeOne', { path: folder.path })} icon={Trash2} onClick={onRemove} />
      </div>
    </li>
  );
}
