import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { mediaItem, type Media, type MediaKind, type MediaPatch } from '@/api';
import { Button, Dialog, toast } from '@/ui';
import { CatalogueMatches, useSayFailure } from '@/ui/media';

import { changesOf, draftOf, problemsOf } from './draft';
import { EditFields } from './EditFields';
import { Meanwhile } from './Meanwhile';
import { isChangedMeanwhile, useEdit } from './useEdit';

const KINDS: MediaKind[] = ['movie', 'episode', 'video', 'clip', 'recording', 'music', 'audio'];

/** The title as it is now, past what is kept of it. */
function useLatest(media: Media, onRead: (latest: Media) => void) {
  const cache = useQueryClient();
  const say = useSayFailure();
  return useMutation({
    mutationFn: () => cache.fetchQuery({ ...mediaItem(media.id), staleTime: 0 }),
    onSuccess: onRead,
    onError: say,
  });
}

export function EditDialog({ media: shown, onClose }: { media: Media; onClose: () => void }) {
  const { t } = useTranslation('title');
  const { t: organise } = useTranslation('organise');
  // What the draft is compared with is what it was made of, also when the page hears of something newer.
  const [media, setMedia] = useState(shown);
  const { t: common } = useTranslation();
  const [draft, setDraft] = useState(() => draftOf(media));
  const edit = useEdit(media);
  const change: MediaPatch = changesOf(media, draft);
  const nothing = Object.keys(change).length === 0;
  const wrong = Object.values(problemsOf(draft)).some(Boolean);

  const theirs = useLatest(media, (latest) => {
    setMedia(latest);
    setDraft(draftOf(latest));
    edit.reset();
    toast(organise('conflict.looked'));
  });

  function send(seen: Media['updated_at'] | undefined) {
    const saved = () => {
      toast(t('form.saved'));
      onClose();
    };
    edit.mutate({ ...change, ...(seen ? { seen } : {}) }, { onSuccess: saved });
  }

  function save(event: FormEvent) {
    event.preventDefault();
    if (wrong) return;
    if (nothing) onClose();
    else send(media.updated_at);
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
        {isChangedMeanwhile(edit.error) && (
          <Meanwhile busy={edit.isPending || theirs.isPending} onTheirs={() => theirs.mutate()} onMine={() => send(undefined)} />
        )}
        <EditFields
          media={media}
          draft={draft}
          set={(part) => setDraft((old) => ({ ...old, ...part }))}
          kinds={KINDS.includes(media.kind) ? KINDS : [media.kind, ...KINDS]}
        />
        {draft.kind === 'movie' && media.kind === 'movie' && (
          <CatalogueMatches work={{ id: media.id, of: 'media' }} title={draft.title} year={draft.year} onChosen={onClose} className="mt-5" />
        )}
      </form>
    </Dialog>
  );
}
