/** What is done with copies. A job that was started here is followed until it ends. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { deleteBackup, isFinished, keys, makeBackup, sendBackup } from '@/api';
import { toast } from '@/ui';
import { useSayFailure } from '@/ui/media';
import { isStop, useSending } from '@/ui/sending';

import { useJob } from './useJob';

/** Making one now, or sending one: the bytes first, then the server looks it through. */
export function useNewBackup() {
  const cache = useQueryClient();
  const { send, sending, stop } = useSending();
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJob(jobId);
  const ended = job !== undefined && isFinished(job);

  const start = useMutation({
    mutationFn: (file: File | null) => (file ? send(file, (options) => sendBackup(file, options)) : makeBackup()),
    onMutate: () => setJobId(null),
    onSuccess: (started) => setJobId(started.job.id),
  });
  useEffect(() => {
    if (ended) void cache.invalidateQueries({ queryKey: keys.backups, exact: true });
  }, [cache, ended]);
  return {
    run: start.mutate,
    busy: start.isPending || (jobId !== null && !ended),
    error: start.isError && !isStop(start.error) ? start.error : null,
    job: jobId === null ? undefined : job,
    sending,
    stop,
  };
}

export function useDelete(onDone: () => void) {
  const { t } = useTranslation('backups');
  const cache = useQueryClient();
  const say = useSayFailure();
  return useMutation({
    mutationFn: deleteBackup,
    onSuccess: () => toast(t('deleted')),
    onError: say,
    onSettled: () => {
      void cache.invalidateQueries({ queryKey: keys.backups, exact: true });
      onDone();
    },
  });
}
