/** Deleting: what happens to the record and to the file is said before, and both can be undone for a while. */
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';

import { serverSettings, type Media } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Button, Choice, Dialog } from '@/ui';
import { useDelete } from '@/ui/media';

export function DeleteDialog({ media, onClose }: { media: Media; onClose: () => void }) {
  const { t } = useTranslation('title');
  const { t: common } = useTranslation();
  const locale = useLocale();
  /** How long the trash keeps what is deleted; unknown for a moment. */
  const days = useQuery(serverSettings).data?.trash_days;
  const after = (key: 'recordOwned' | 'fileOwned' | 'fileFolder') =>
    days === undefined ? undefined : t(`remove.${key}`, { count: days });
  const [file, setFile] = useState(media.owned);
  const remove = useDelete();
  const go = useNavigate();
  const path = media.assets?.[0]?.path;

  function run() {
    remove.mutate(
      { media, file },
      {
        onSuccess: () => {
          onClose();
          void go(paths.library);
        },
      },
    );
  }

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('remove.heading', { title: media.title })}
      description={days === undefined ? t('remove.textAny') : t('remove.text', { count: days })}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="danger" busy={remove.isPending} onClick={run}>
            {t(file ? 'remove.runFile' : 'remove.run')}
          </Button>
        </>
      }
    >
      <div role="radiogroup" aria-label={t('remove.what')} className="flex flex-col gap-4">
        <Choice
          type="radio"
          name="what"
          checked={!file}
          onChange={() => setFile(false)}
          label={t('remove.record')}
          hint={media.owned ? after('recordOwned') : t('remove.recordFolder')}
        />
        <Choice
          type="radio"
          name="what"
          checked={file}
          onChange={() => setFile(true)}
          label={t('remove.file', { size: formatBytes(media.size_bytes, locale) })}
          hint={after(media.owned ? 'fileOwned' : 'fileFolder')}
        />
      </div>
      {path && <p className="mt-5 rounded-control bg-fill px-3.5 py-2.5 text-caption wrap-anywhere text-ink-2">{path}</p>}
    </Dialog>
  );
}
