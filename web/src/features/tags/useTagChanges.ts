/** Renaming, joining and deleting tags, each with its way back. */
import { useMutation } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { ApiError, deleteTag, renameTag, undoMany } from '@/api';
import { toast } from '@/ui';
import { useRefreshMedia, useSayFailure } from '@/ui/media';

export interface Renaming {
  from: string;
  to: string;
  merge?: boolean;
}

export const isTaken = (error: unknown) => error instanceof ApiError && error.code === 'tag_exists';

/** `onTaken` is asked when the new name is that of another tag. */
export function useTagChanges(onTaken: (wish: Renaming) => void) {
  const { t } = useTranslation('organise');
  const { t: common } = useTranslation();
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const undo = useMutation({
    mutationFn: undoMany,
    onSuccess: () => toast(t('tags.back')),
    onError: say,
    onSettled: refresh,
  });
  const tell = (text: string, undoId: string | null) =>
    toast(text, undoId ? { action: { label: common('undo'), run: () => undo.mutate(undoId) } } : {});

  const rename = useMutation({
    mutationFn: ({ from, to, merge }: Renaming) => renameTag(from, to, merge),
    onSuccess: ({ undo_id }, { from, to, merge }) => tell(t(merge ? 'tags.merged' : 'tags.renamed', { from, to }), undo_id),
    onError: (error, wish) => (isTaken(error) ? onTaken(wish) : say(error)),
    onSettled: refresh,
  });
  const remove = useMutation({
    mutationFn: deleteTag,
    onSuccess: ({ undo_id }, tag) => tell(t('tags.deleted', { tag }), undo_id),
    onError: say,
    onSettled: refresh,
  });
  return { rename, remove };
}
