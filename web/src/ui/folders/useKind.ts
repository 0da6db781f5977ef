import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import { folderList, type FolderKind } from '@/api';

/** The kind of a folder that is about to be added: one that is there already keeps its own until another is `chosen`. */
export function useKind(path: string) {
  const known = useQuery({ ...folderList, enabled: path !== '' }).data?.items.find((folder) => folder.path === path)?.kind;
  const [chosen, choose] = useState<FolderKind>();
  return { kind: chosen ?? known ?? 'mixed', chosen, choose };
}
