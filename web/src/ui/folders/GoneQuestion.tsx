/** Much of a folder vanished at once: was it deleted, or is its disk only half there? */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { CircleHelp } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { answerGone, keys, serverSettings, type Folder } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';

import { Button } from '../Button';
import { cx } from '../cx';
import { ErrorLine } from '../States';
import { toast } from '../toast';

/** The name of a folder: the end of its path. */
const nameOf = (path: string) => path.split('/').filter(Boolean).at(-1) ?? path;

export function GoneQuestion({ folder, className }: { folder: Folder; className?: string }) {
  const { t } = useTranslation('folders');
  const locale = useLocale();
  const cache = useQueryClient();
  const days = useQuery(serverSettings).data?.missing_days;
  const answer = useMutation({
    mutationFn: (accept: boolean) => answerGone(folder.id, accept),
    onSuccess: (_, accept) => toast(t(accept ? 'gone.believed' : 'gone.waits')),
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: keys.folders });
      void cache.invalidateQueries({ queryKey: keys.jobs });
    },
  });
  const looking = folder.job_id !== null;
  return (
    <section
      aria-label={t('gone.label', { folder: nameOf(folder.path) })}
      className={cx('flex flex-wrap items-center gap-x-5 gap-y-4 rounded-panel border border-line-strong bg-raised p-4 text-left', className)}
    >
      <div className="flex min-w-0 flex-1 basis-80 gap-3">
        <CircleHelp size={20} className="mt-0.5 shrink-0 text-accent-ink" aria-hidden />
        <div className="min-w-0">
          <p className="text-body font-semibold text-pretty wrap-anywhere">
            {t('gone.title', { count: folder.gone, shown: formatNumber(folder.gone, locale), folder: nameOf(folder.path) })}
          </p>
          <p className="mt-0.5 text-small text-pretty text-ink-2">
            {t('gone.text')} {days === undefined ? '' : t('gone.after', { count: days })}
          </p>
          {answer.isError && (
            <div className="mt-2">
              <ErrorLine error={answer.error} />
            </div>
          )}
        </div>
      </div>
      <div className="flex flex-wrap gap-2.5 max-sm:w-full max-sm:[&>*]:flex-1">
        <Button size="sm" look="primary" busy={looking || (answer.isPending && !answer.variables)} onClick={() => answer.mutate(false)}>
          {t(looking ? 'gone.looking' : 'gone.wait')}
        </Button>
        <Button size="sm" busy={answer.isPending && answer.variables} disabled={answer.isPending} onClick={() => answer.mutate(true)}>
          {t('gone.believe')}
        </Button>
      </div>
    </section>
  );
}
