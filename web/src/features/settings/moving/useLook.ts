/** Looking into another program's data: a path of the server, or a file that is sent with its progress and can be stopped. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef, useState } from 'react';

import { keys, lookInto, lookIntoFile, type ForeignProgram } from '@/api';

export interface Sent {
  name: string;
  sent_bytes: number;
  size_bytes: number;
}

const isStop = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

export function useLook(program: ForeignProgram, onLooking: () => void) {
  const cache = useQueryClient();
  const stopping = useRef<AbortController | null>(null);
  const [sending, setSending] = useState<Sent | null>(null);

  async function send(file: File) {
    const control = new AbortController();
    stopping.current = control;
    const tell = (sent_bytes: number) => setSending({ name: file.name, sent_bytes, size_bytes: file.size });
    tell(0);
    try {
      return await lookIntoFile(program, file, { onProgress: tell, signal: control.signal });
    } finally {
      stopping.current = null;
      setSending(null);
    }
  }

  const look = useMutation({
    mutationFn: (source: string | File) => (typeof source === 'string' ? lookInto(program, source) : send(source)),
    onSuccess: onLooking,
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.imports }),
  });
  // Whoever leaves the page sees neither the bar nor the way to stop it.
  useEffect(() => () => stopping.current?.abort(), []);
  return {
    run: look.mutate,
    reset: look.reset,
    busy: look.isPending,
    error: look.isError && !isStop(look.error) ? look.error : null,
    sending,
    stop: () => stopping.current?.abort(),
  };
}
