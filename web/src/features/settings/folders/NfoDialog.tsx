/** Writes what the library knows beside the files of a folder: the one thing that writes there, so it asks. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { keys, writeNfo, type Folder } from '@/api';
import { paths } from '@/lib/paths';
import { Button, Dialog, toast } from '@/ui';
import { useSayFailure } from '@/ui/media';

export function NfoDialog({ folder, onClose }: { folder: Folder; onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const go = useNavigate();
  const say = useSayFailure();
  const write = useMutation({
    mutationFn: () => writeNfo(folder.id),
    onSuccess: () => {
      toast(t('folders.nfoBegun'), { action: { label: t('folders.nfoSee'), run: () => void go(paths.activity) } });
      onClose();
    },
    onError: say,
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.jobs }),
  });
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('folders.nfoTitle')}
      description={t('folders.nfoText')}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="primary" busy={write.isPending} onClick={() => write.mutate()}>
            {t('folders.nfoRun')}
          </Button>
        </>
      }
    >
      <p className="rounded-control bg-fill px-3.5 py-2.5 text-small wrap-anywhere">{folder.path}</p>
    </Dialog>
  );
}
