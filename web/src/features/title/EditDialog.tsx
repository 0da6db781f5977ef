import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Media, MediaKind, MediaPatch } from '@/api';
import { Button, Dialog, SelectField, TextArea, TextField, toast } from '@/ui';

import { changesOf, draftOf, yearProblem, type Draft } from './draft';
import { TagField } from './TagField';
import { useEdit } from './useEdit';

const KINDS: MediaKind[] = ['movie', 'episode', 'video', 'clip', 'recording', 'music', 'audio'];

interface FieldsProps {
  draft: Draft;
  set: (part: Partial<Draft>) => void;
  kinds: MediaKind[];
}

function Fields({ draft, set, kinds }: FieldsProps) {
  const { t } = useTranslation('title');
  const { t: words } = useTranslation('media');
  const noYear = yearProblem(draft.year);
  return (
    <div className="grid gap-4 sm:grid-cols-2">
      <TextField
        label={t('form.title')}
        required
        maxLength={500}
        value={draft.title}
        onChange={(event) => set({ title: event.target.value })}
        error={draft.title.trim() ? null : t('form.titleNeeded')}
        className="sm:col-span-2"
      />
      <SelectField
        label={t('form.kind')}
        value={draft.kind}
        options={kinds.map((value) => ({ value, label: words(`kind.${value}`) }))}
        onChange={(event) => set({ kind: event.target.value as MediaKind })}
      />
      <TextField
        label={t('form.year')}
        inputMode="numeric"
        value={draft.year}
        onChange={(event) => set({ year: event.target.value })}
        error={noYear ? t('form.yearWrong') : null}
      />
      <TextField label={t('form.original')} value={draft.original_title} onChange={(event) => set({ original_title: event.target.value })} />
      <TextField label={t('form.uploader')} value={draft.uploader} onChange={(event) => set({ uploader: event.target.value })} />
      <TextField
        label={t('form.published')}
        type="date"
        value={draft.upload_date}
        onChange={(event) => set({ upload_date: event.target.value })}
      />
      <div className="flex flex-col gap-1.5">
        <span className="text-small font-medium text-ink-2">{t('form.genres')}</span>
        <TagField label={t('form.genres')} value={draft.genres} onChange={(genres) => set({ genres })} offers={[]} />
      </div>
      <div className="flex flex-col gap-1.5 sm:col-span-2">
        <span className="text-small font-medium text-ink-2">{t('form.tags')}</span>
        <TagField label={t('form.tags')} value={draft.tags} onChange={(tags) => set({ tags })} />
      </div>
      <TextArea
        label={t('form.description')}
        value={draft.description}
        rows={5}
        onChange={(event) => set({ description: event.target.value })}
        className="sm:col-span-2"
      />
    </div>
  );
}

export function EditDialog({ media, onClose }: { media: Media; onClose: () => void }) {
  const { t } = useTranslation('title');
  const { t: common } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(media));
  const edit = useEdit(media);
  const change: MediaPatch = changesOf(media, draft);
  const nothing = Object.keys(change).length === 0;
  const wrong = !draft.title.trim() || yearProblem(draft.year);

  function save(event: FormEvent) {
    event.preventDefault();
    if (wrong) return;
    if (nothing) onClose();
    else {
      const saved = () => {
        toast(t('form.saved'));
        onClose();
      };
      edit.mutate(change, { onSuccess: saved });
    }
  }

  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={t('form.heading')}
      footer={
        <>
          <Button look="ghost" onClick={onClose}>
            {common('cancel')}
          </Button>
          <Button type="submit" form="edit-title" look="primary" busy={edit.isPending} disabled={wrong || nothing}>
            {common('save')}
          </Button>
        </>
      }
    >
      <form id="edit-title" onSubmit={save} noValidate>
        <Fields
          draft={draft}
          set={(part) => setDraft((old) => ({ ...old, ...part }))}
          kinds={KINDS.includes(media.kind) ? KINDS : [media.kind, ...KINDS]}
        />
      </form>
    </Dialog>
  );
}
