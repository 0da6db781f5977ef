import { useTranslation } from 'react-i18next';
import type { Job } from '@/api';
import { ErrorLine, Skeleton } from '@/ui';
import { JobRow } from './JobRow';
import { PartRow } from './PartRow';
import { useChildren } from './useJobs';
import { isSplit } from './words';

/** The items of a playlist, or the parts a title is prepared in, in their order. */
export function JobChildren({ parent }: { parent: Job }) {
  const { t } = useTranslation('activity');
  const { data, error, isPending, refetch } = useChildren(parent.id, true);
  if (error) return <div className="py-3"><ErrorLine error={error} onRetry={() => void refetch()} /></div>;
  const items = [...(data?.items ?? [])].sort((a, b) => (a.id < b.id ? -1 : 1));
  return (
    <ul aria-label={t(isSplit(parent) ? 'partsOf' : 'itemsOf', { title: parent.title })} className="mt-2 border-l-2 border-line pl-4 sm:ml-15 sm:pl-6">
      {isPending
        ? Array.from({ length: Math.min(parent.children?.total ?? 3, 5) }, (_, i) => (
            <li key={i} className="flex items-center gap-4 py-2.5">
              <Skeleton className="aspect-video w-20 rounded-[8px] sm:w-24" />
              <Skeleton className="h-4 w-1/2" />
            </li>
          ))
        : items.map((job) => (isSplit(parent) ? <PartRow key={job.id} job={job} /> : <JobRow key={job.id} job={job} small />))}
    </ul>
  );
}
