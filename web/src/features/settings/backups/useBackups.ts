/** What is done with copies. A job that was started here is followed until it ends. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { deleteBackup, isFinished, keys, makeBackup, sendBackup } from '@/api';
import { toast } from '@/ui';
import { useSayFailure } from '@/ui/media';

import { useJob } from './useJob';

export interface Sent {
  name: string;
  sent_bytes: number;
  size_bytes: number;
}

const isStop = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

/** Making one now, or sending one: the bytes first, then the server looks it through. */
export function useNewBackup() {
  const cache = useQueryClient();
  const stopping = useRef<AbortController | null>(null);
  const [sending, setSending] = useState<Sent | null>(null);
  const [jobId, setJobId] = useState<string | null>(null);
  const job = useJob(jobId);
  const ended = job !== undefined && isFinished(job);

  async function send(file: File) {
    const control = new AbortController();
    stopping.current = control;
    const tell = (sent_bytes: number) => setSending({ name: file.name, sent_bytes, size_bytes: file.size });
    tell(0);
    try {
      return await sendBackup(file, { onProgress: tell, signal: control.signal });
    } finally {
      stopping.current = null;
      setSending(null);
    }
  }

  const start = useMutation({
    mutationFn: (file: File | null) => (file ? send(file) : makeBackup()),
    onMutate: () => setJobId(null),
    onSuccess: (started) => setJobId(started.job.id),
  });
  useEffect(() => {
    if (ended) void cache.invalidateQueries({ queryKey: keys.backups, exact: true });
  }, [cache, ended]);
  // Whoever leaves the page sees neither the bar nor the way to stop it.
  useEffect(() => () => stopping.current?.abort(), []);
  return {
    run: start.mutate,
    busy: start.isPending || (jobId !== null && !ended),
    error: start.isError && !isStop(start.error) ? start.error : null,
    job: jobId === null ? undefined : job,
    sending,
    stop: () => stopping.current?.abort(),
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
