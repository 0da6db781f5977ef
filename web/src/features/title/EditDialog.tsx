import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import type { Media, MediaKind, MediaPatch } from '@/api';
import { Button, Dialog, toast } from '@/ui';

import { CatalogueMatches } from '@/ui/media';

import { changesOf, draftOf, problemsOf } from './draft';
import { EditFields } from './EditFields';
import { useEdit } from './useEdit';

const KINDS: MediaKind[] = ['movie', 'episode', 'video', 'clip', 'recording', 'music', 'audio'];

export function EditDialog({ media, onClose }: { media: Media; onClose: () => void }) {
  const { t } = useTranslation('title');
  const { t: common } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(media));
  const edit = useEdit(media);
  const change: MediaPatch = changesOf(media, draft);
  const nothing = Object.keys(change).length === 0;
  const wrong = Object.values(problemsOf(draft)).some(Boolean);

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
        <EditFields
          media={media}
          draft={draft}
          set={(part) => setDraft((old) => ({ ...old, ...part }))}
          kinds={KINDS.includes(media.kind) ? KINDS : [media.kind, ...KINDS]}
        />
        {draft.kind === 'movie' && media.kind === 'movie' && (
          <CatalogueMatches media={media} title={draft.title} year={draft.year} onChosen={onClose} className="mt-5" />
        )}
      </form>
    </Dialog>
  );
}
