/** For those who run the server: folders from which much vanished at once, until they say what it was. */
import { useQuery } from '@tanstack/react-query';

import { folderList } from '@/api';
import { GoneQuestion } from '@/ui/folders';

export function GoneNotices() {
  const asking = useQuery(folderList).data?.items.filter((folder) => folder.gone > 0) ?? [];
  if (asking.length === 0) return null;
  return (
    <div className="relative z-10 margins flex flex-col gap-3 pb-4 md:pt-[calc(var(--bar)+16px)]">
      {asking.map((folder) => (
        <GoneQuestion key={folder.id} folder={folder} className="shadow-card" />
      ))}
    </div>
  );
}
