/** Name and description of a collection, for a new one and for one there is. */
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { Button } from '../Button';
import { Dialog } from '../Dialog';
import { TextArea, TextField } from '../Field';
import { ErrorLine } from '../States';

const NAME_MAX = 200;
const DESCRIPTION_MAX = 5_000;

export interface CollectionWords {
  name: string;
  description: string | null;
}

interface Props {
  title: string;
  /** What the button says. */
  run: string;
  words?: CollectionWords;
  busy: boolean;
  error: unknown;
  onSave: (words: CollectionWords) => void;
  onClose: () => void;
}

export function CollectionForm({ title, run, words, busy, error, onSave, onClose }: Props) {
  const { t } = useTranslation('collections');
  const { t: common } = useTranslation();
  const [name, setName] = useState(words?.name ?? '');
  const [description, setDescription] = useState(words?.description ?? '');
  const [tried, setTried] = useState(false);
  const nameless = name.trim() === '';
  function save(event: FormEvent) {
    event.preventDefault();
    // In a window over another one: that one must not take it for its own.
    event.stopPropagation();
    setTried(true);
    if (!nameless && !busy) onSave({ name: name.trim(), description: description.trim() || null });
  }
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={title}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="collection-words" look="primary" busy={busy}>
            {run}
          </Button>
        </>
      }
    >
      <form id="collection-words" onSubmit={save} noValidate className="flex flex-col gap-4">
        <TextField
          label={t('form.name')}
          placeholder={t('form.namePlaceholder')}
          value={name}
          maxLength={NAME_MAX}
          autoComplete="off"
          data-first
          error={tried && nameless ? t('form.nameNeeded') : null}
          onChange={(event) => setName(event.target.value)}
        />
        <TextArea
          label={t('form.description')}
          value={description}
          maxLength={DESCRIPTION_MAX}
          onChange={(event) => setDescription(event.target.value)}
        />
        {Boolean(error) && <ErrorLine error={error} />}
      </form>
    </Dialog>
  );
}
