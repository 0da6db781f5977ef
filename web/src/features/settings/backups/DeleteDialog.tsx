import { useTranslation } from 'react-i18next';

import type { Backup } from '@/api';
import { formatDateTime } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button, Dialog } from '@/ui';

import { useDelete } from './useBackups';

/** Asks before a copy is deleted for good. */
export function DeleteDialog({ backup, onClose }: { backup: Backup; onClose: () => void }) {
  const { t } = useTranslation('backups');
  const { t: common } = useTranslation();
  const locale = useLocale();
  const going = useDelete(onClose);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('deleteTitle', { when: formatDateTime(backup.made_at, locale) })}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="danger" busy={going.isPending} onClick={() => going.mutate(backup.name)}>
            {t('deleteRun')}
          </Button>
        </>
      }
    >
      <p className="text-body text-pretty text-ink-2">{t(backup.where === 'here' ? 'deleteText' : 'deleteTextStore')}</p>
    </Dialog>
  );
}
