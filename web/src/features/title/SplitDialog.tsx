/** A file that was taken for a version becomes a title of its own; undo puts it back. */
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { joinMedia, partVersion, type Asset, type Media } from '@/api';
import { Button, Dialog, toast } from '@/ui';
import { useRefreshMedia, useSayFailure, versionName } from '@/ui/media';


function useSplit(media: Media, onDone: () => void) {
  const { t } = useTranslation('title');
  const { t: common } = useTranslation();
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const back = useMutation({ mutationFn: (id: string) => joinMedia(media.id, id), onError: say, onSettled: refresh });
  return useMutation({
    mutationFn: (asset: Asset) => partVersion(media.id, asset.id),
    onSuccess: (own) => {
      toast(t('versions.splitDone', { title: own.title }), { action: { label: common('undo'), run: () => back.mutate(own.id) } });
      onDone();
    },
    onError: say,
    onSettled: refresh,
  });
}

export function SplitDialog({ media, asset, onClose }: { media: Media; asset: Asset; onClose: () => void }) {
  const { t } = useTranslation('title');
  const { t: common } = useTranslation();
  const split = useSplit(media, onClose);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('versions.splitHeading')}
      description={t('versions.splitText', { version: versionName(asset), title: media.title })}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="primary" busy={split.isPending} onClick={() => split.mutate(asset)}>
            {t('versions.splitRun')}
          </Button>
        </>
      }
    >
      {asset.path && <p className="rounded-control bg-fill px-3.5 py-2.5 text-caption wrap-anywhere text-ink-2">{asset.path}</p>}
    </Dialog>
  );
}
