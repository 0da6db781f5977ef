import { useMutation, useQueryClient } from '@tanstack/react-query';

import { addFolder, keys, type FolderKind } from '@/api';

/** Makes a folder part of the library; its scan begins by itself. */
export function useAddFolder() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: ({ path, kind }: { path: string; kind?: FolderKind }) => addFolder(path, kind),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: keys.folders });
      void cache.invalidateQueries({ queryKey: keys.jobs });
    },
  });
}
