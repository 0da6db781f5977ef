/** Folders of the server that are part of the library. */
import { useQuery } from '@tanstack/react-query';
import { FolderPlus, FolderSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { folderList, type Folder } from '@/api';
import { Button, EmptyState, ErrorState, Skeleton } from '@/ui';

import { Panel } from '../Panel';
import { AddDialog } from './AddDialog';
import { FolderRow } from './FolderRow';
import { RemoveDialog } from './RemoveDialog';

export function Folders() {
  const { t } = useTranslation('settings');
  const [adding, setAdding] = useState(false);
  const [removing, setRemoving] = useState<Folder | null>(null);
  const folders = useQuery(folderList);
  const items = folders.data?.items;
  return (
    <Panel
      title={t('parts.folders')}
      text={t('folders.text')}
      action={items?.length !== 0 && (
        <Button size="sm" icon={FolderPlus} onClick={() => setAdding(true)}>
          {t('folders.add')}
        </Button>
      )}
    >
      {folders.isError && !items && <ErrorState error={folders.error} onRetry={() => void folders.refetch()} busy={folders.isFetching} />}
      {folders.isPending && (
        <div aria-busy className="flex flex-col gap-3">
          <Skeleton className="h-36 rounded-panel" />
          <Skeleton className="h-36 rounded-panel" />
        </div>
      )}
      {items?.length === 0 && (
        <EmptyState icon={FolderSearch} title={t('folders.empty')} text={t('folders.emptyText')} className="py-10!">
          <Button look="primary" onClick={() => setAdding(true)}>
            {t('folders.add')}
          </Button>
        </EmptyState>
      )}
      {items && items.length > 0 && (
        <ul className="flex flex-col gap-3">
          {items.map((folder) => (
            <FolderRow key={folder.id} folder={folder} onRemove={() => setRemoving(folder)} />
          ))}
        </ul>
      )}
      {adding && <AddDialog onClose={() => setAdding(false)} />}
      {removing && <RemoveDialog folder={removing} onClose={() => setRemoving(null)} />}
    </Panel>
  );
}
