/** Folders of the server that are part of the library. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { FolderPlus, FolderSearch } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { folderList, keys, removeFolder, type Folder } from '@/api';
import { Button, Dialog, EmptyState, ErrorLine, ErrorState, Skeleton, toast } from '@/ui';
import { FolderPicker, useAddFolder } from '@/ui/folders';
import { useSayFailure } from '@/ui/media';

import { FolderRow } from './FolderRow';
import { Panel } from './Panel';

function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const [path, setPath] = useState('');
  const add = useAddFolder();
  const done = () => {
    toast(t('folders.added'));
    onClose();
  };
  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('folders.add')}
      description={t('folders.addText')}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="primary" disabled={!path} busy={add.isPending} onClick={() => add.mutate(path, { onSuccess: done })}>
            {t('folders.use')}
          </Button>
        </>
      }
    >
      <FolderPicker onOpen={setPath} />
      {add.isError && (
        <div className="mt-3">
          <ErrorLine error={add.error} />
        </div>
      )}
    </Dialog>
  );
}

function RemoveDialog({ folder, onClose }: { folder: Folder; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const say = useSayFailure();
  const remove = useMutation({
    mutationFn: () => removeFolder(folder.id),
    onSuccess: onClose,
    onError: say,
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: keys.folders });
      void cache.invalidateQueries({ queryKey: keys.media });
    },
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('folders.removeTitle')}
      description={t('folders.removeText', { count: folder.media_count })}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="danger" busy={remove.isPending} onClick={() => remove.mutate()}>
            {t('folders.remove')}
          </Button>
        </>
      }
    >
      <p className="rounded-control bg-fill px-3.5 py-2.5 text-small wrap-anywhere">{folder.path}</p>
    </Dialog>
  );
}

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
      action={
        <Button size="sm" icon={FolderPlus} onClick={() => setAdding(true)}>
          {t('folders.add')}
        </Button>
      }
    >
      {folders.isError && !items && <ErrorState error={folders.error} onRetry={() => void folders.refetch()} busy={folders.isFetching} />}
      {folders.isPending && (
        <div aria-busy className="flex flex-col gap-3">
          <Skeleton className="h-27 rounded-panel" />
          <Skeleton className="h-27 rounded-panel" />
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
