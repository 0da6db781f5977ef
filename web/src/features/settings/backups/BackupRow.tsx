import { Archive, Cloud, Download, EllipsisVertical, HardDrive, History, Lock, Trash2, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import type { Backup } from '@/api';
import { formatBytes, formatDateTime, formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Badge, Button, IconButton, Menu, MenuItem } from '@/ui';

import type { Act } from './Backups';
import { labelOf } from './words';

interface Props {
  backup: Backup;
  /** Copies are sent to a store too: each says where it lies. */
  hasStore: boolean;
  onAct: (act: Act) => void;
}

/** One copy: when and why it was made, what it holds, and what can be done with it. */
export function BackupRow({ backup, hasStore, onAct }: Props) {
  const { t } = useTranslation('backups');
  const locale = useLocale();
  const when = formatDateTime(backup.made_at, locale);
  const facts = [
    t(`label.${labelOf(backup)}`),
    backup.titles !== null && t('titles', { count: backup.titles, shown: formatNumber(backup.titles, locale) }),
    backup.users !== null && t('users', { count: backup.users, shown: formatNumber(backup.users, locale) }),
    formatBytes(backup.bytes, locale),
  ];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-3 p-4">
      <Archive size={21} className="shrink-0 text-ink-3" aria-hidden />
      <div className="min-w-0 flex-1 basis-52">
        <p className="flex flex-wrap items-center gap-x-2.5 gap-y-1 text-body font-semibold tabular">
          {when}
          {backup.encrypted && (
            <Badge>
              <Lock size={12} className="mr-1 inline" aria-hidden />
              {t('isEncrypted')}
            </Badge>
          )}
        </p>
        <p className="mt-0.5 text-small text-ink-2 tabular">{facts.filter(Boolean).join(' · ')}</p>
        {hasStore && (
          <p className="mt-1 flex items-center gap-1.5 text-caption text-ink-3">
            {backup.where !== 'store' && <HardDrive size={14} aria-hidden />}
            {backup.where !== 'here' && <Cloud size={14} aria-hidden />}
            {t(`where.${backup.where}`)}
          </p>
        )}
        {!backup.verified && (
          <p className="mt-1 flex items-center gap-1.5 text-caption text-ink-3">
            <TriangleAlert size={14} aria-hidden />
            {t('unverified')}
          </p>
        )}
      </div>
      <div className="flex items-center gap-1.5 max-sm:ml-9">
        <Button size="sm" icon={History} aria-label={t('restoreOne', { when })} onClick={() => onAct('restore')}>
          {t('restore')}
        </Button>
        <Menu trigger={<IconButton icon={EllipsisVertical} label={t('more', { when })} size="sm" />}>
          <MenuItem icon={Download} onSelect={() => onAct('download')}>
            {t('download')}
          </MenuItem>
          <MenuItem icon={Trash2} danger onSelect={() => onAct('delete')}>
            {t('delete')}
          </MenuItem>
        </Menu>
      </div>
    </li>
  );
}
