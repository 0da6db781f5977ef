/** Takes a folder out of the library, and says that nothing on the disk is touched. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { keys, removeFolder, type Folder } from '@/api';
import { Button, Dialog } from '@/ui';
import { useSayFailure } from '@/ui/media';

export function RemoveDialog({ folder, onClose }: { folder: Folder; onClose: () => void }) {
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
