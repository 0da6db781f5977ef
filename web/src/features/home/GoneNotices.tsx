/** For those who run the server: folders from which much vanished at once, until they say what it was. */
import { useQuery } from '@tanstack/react-query';

import { folderList } from '@/api';
import { cx } from '@/ui';
import { GoneQuestion } from '@/ui/folders';

/** On a wide screen they lie `over` the picture: the bar needs its dark beneath. */
export function GoneNotices({ over }: { over?: boolean }) {
  const asking = useQuery(folderList).data?.items.filter((folder) => folder.gone > 0) ?? [];
  if (asking.length === 0) return null;
  return (
    <div className={cx('flex flex-col gap-3 pb-4', over && 'margins md:absolute md:inset-x-0 md:top-[calc(var(--bar)+16px)] md:z-10')}>
      {asking.map((folder) => (
        <GoneQuestion key={folder.id} folder={folder} className="shadow-card" />
      ))}
    </div>
  );
}
