/** What can be done with a folder: say what it holds, watch it, look through it, take it out. */
import { ChevronDown, FileText, RefreshCw, Trash2 } from 'lucide-react';
import { useState, type ComponentProps } from 'react';
import { useTranslation } from 'react-i18next';

import type { Folder } from '@/api';
import { Button, IconButton, Menu, MenuChoice, MenuItem } from '@/ui';
import { FOLDER_KINDS } from '@/ui/folders';

import { NfoDialog } from './NfoDialog';
import type { useFolder } from './useFolder';

function Opens({ children, ...rest }: ComponentProps<typeof Button>) {
  return (
    <Button size="sm" {...rest}>
      {children}
      <ChevronDown size={16} className="-mr-1 text-ink-3" aria-hidden />
    </Button>
  );
}

const WATCHING = ['notifications', 'polling', 'off'] as const;

interface Props {
  folder: Folder;
  does: ReturnType<typeof useFolder>;
  onRemove: () => void;
}

export function FolderTools({ folder, does, onRemove }: Props) {
  const { t } = useTranslation('settings');
  const { t: words } = useTranslation('folders');
  const [asks, setAsks] = useState(false);
  const path = folder.path;
  const watching = WATCHING.find((one) => one === folder.watching) ?? 'polling';
  const kind = words(`kinds.${folder.kind}`);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Menu align="start" trigger={<Opens aria-label={t('folders.kindOf', { path, kind })}>{kind}</Opens>}>
        <MenuChoice
          label={words('kind')}
          value={folder.kind}
          options={FOLDER_KINDS.map((value) => ({ value, label: words(`kinds.${value}`) }))}
          onChange={does.chooseKind}
        />
      </Menu>
      <Menu
        align="start"
        trigger={<Opens aria-label={t('folders.watchOf', { path, watching: t(`folders.watching.${watching}`) })}>{t(`folders.watching.${watching}`)}</Opens>}
      >
        <MenuChoice
          label={t('folders.watch')}
          value={folder.watch ? 'on' : 'off'}
          options={[
            { value: 'on', label: t('folders.watchOn') },
            { value: 'off', label: t('folders.watchOff') },
          ]}
          onChange={(value) => does.watch(value === 'on')}
        />
      </Menu>
      <span className="ml-auto flex items-center gap-2 max-sm:w-full max-sm:[&>:first-child]:flex-1">
        <Menu
          trigger={
            <Opens icon={RefreshCw} busy={does.scanning} disabled={folder.job_id !== null} aria-label={t('folders.scanOf', { path })}>
              {t('folders.scan')}
            </Opens>
          }
        >
          <MenuItem onSelect={() => does.scan(true)}>{t('folders.scanQuick')}</MenuItem>
          <MenuItem onSelect={() => does.scan(false)}>{t('folders.scanAll')}</MenuItem>
        </Menu>
        <IconButton label={t('folders.nfoOne', { path })} icon={FileText} onClick={() => setAsks(true)} />
        <IconButton label={t('folders.removeOne', { path })} icon={Trash2} onClick={onRemove} />
      </span>
      {asks && <NfoDialog folder={folder} onClose={() => setAsks(false)} />}
    </div>
  );
}
