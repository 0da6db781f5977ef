/** What can be done with a folder, each with its answer. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useTranslation } from 'react-i18next';

import { changeFolder, keys, scanFolder, type Folder, type FolderChanges, type FolderKind } from '@/api';
import { toast } from '@/ui';
import { useSayFailure } from '@/ui/media';

export function useFolder(folder: Folder) {
  const { t } = useTranslation('settings');
  const { t: common } = useTranslation();
  const cache = useQueryClient();
  const say = useSayFailure();
  const settle = () => {
    void cache.invalidateQueries({ queryKey: keys.folders });
    void cache.invalidateQueries({ queryKey: keys.jobs });
  };
  const scan = useMutation({ mutationFn: (quick: boolean) => scanFolder(folder.id, quick), onError: say, onSettled: settle });
  const change = useMutation({
    mutationFn: (changes: FolderChanges) => changeFolder(folder.id, changes),
    // Shown at once; the answer sets it right.
    onMutate: (changes) =>
      cache.setQueryData<{ items: Folder[] }>(keys.folders, (list) =>
        list && { items: list.items.map((one) => (one.id === folder.id ? { ...one, ...given(changes) } : one)) },
      ),
    onError: say,
    onSettled: settle,
  });
  const chooseKind = (kind: FolderKind) => {
    if (kind === folder.kind) return;
    const undo = () => change.mutate({ kind: folder.kind });
    change.mutate({ kind }, { onSuccess: () => toast(t('folders.reread'), { action: { label: common('undo'), run: undo } }) });
  };
  return {
    scan: (quick: boolean) => scan.mutate(quick),
    scanning: scan.isPending,
    chooseKind,
    watch: (watch: boolean) => change.mutate({ watch }),
  };
}

/** The changes that say something. */
function given(changes: FolderChanges): Partial<Pick<Folder, 'kind' | 'watch' | 'watching'>> {
  const watching = changes.watch === false ? { watching: 'off' } : {};
  return { ...(changes.kind && { kind: changes.kind }), ...(changes.watch != null && { watch: changes.watch }), ...watching };
}
