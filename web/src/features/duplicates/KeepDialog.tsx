/** Only one is kept: what goes is named before, and with or without its files. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { Media } from '@/api';
import { formatBytes } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { Button, Choice, Dialog } from '@/ui';

import { placeOf } from './compare';

interface Props {
  stays: Media;
  others: Media[];
  onClose: () => void;
  onKeep: (files: boolean) => void;
}

export function KeepDialog({ stays, others, onClose, onKeep }: Props) {
  const { t } = useTranslation('duplicates');
  const { t: common } = useTranslation();
  const locale = useLocale();
  const [files, setFiles] = useState(others.every((media) => media.owned));
  const size = formatBytes(others.reduce((sum, media) => sum + media.size_bytes, 0), locale);
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={t('keep.heading', { title: stays.title })}
      description={t('keep.text', { count: others.length })}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button look="danger" onClick={() => onKeep(files)}>
            {t(files ? 'keep.runFiles' : 'keep.run')}
          </Button>
        </>
      }
    >
      <div role="radiogroup" aria-label={t('keep.what')} className="flex flex-col gap-4">
        <Choice type="radio" name="what" checked={!files} onChange={() => setFiles(false)} label={t('keep.record')} hint={t('keep.recordHint')} />
        <Choice type="radio" name="what" checked={files} onChange={() => setFiles(true)} label={t('keep.files', { size })} hint={t('keep.filesHint')} />
      </div>
      <ul className="mt-5 flex flex-col gap-2 rounded-control bg-fill px-3.5 py-2.5">
        {others.map((media) => (
          <li key={media.id} className="text-caption wrap-anywhere text-ink-2">
            {placeOf(media) ?? media.title}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
