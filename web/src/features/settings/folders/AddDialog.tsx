/** Makes a folder of the server part of the library. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import { Button, Dialog, ErrorLine, toast } from '@/ui';
import { FolderPicker, KindChoice, useAddFolder, useKind } from '@/ui/folders';

export function AddDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const [path, setPath] = useState('');
  const { kind, chosen, choose } = useKind(path);
  const add = useAddFolder();
  const done = () => {
    toast(t('folders.begun'));
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
          <Button look="primary" disabled={!path} busy={add.isPending} onClick={() => add.mutate({ path, kind: chosen }, { onSuccess: done })}>
            {t('folders.use')}
          </Button>
        </>
      }
    >
      <FolderPicker onOpen={setPath} />
      <KindChoice value={kind} onChange={choose} className="mt-5" />
      {add.isError && (
        <div className="mt-3">
          <ErrorLine error={add.error} />
        </div>
      )}
    </Dialog>
  );
}
