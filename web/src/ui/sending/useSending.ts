/** Sending one file with its progress, and stopping it. Whoever leaves the page sees neither, so leaving stops it. */
import { useEffect, useRef, useState } from 'react';

import type { SendOptions } from '@/api';

export interface Sent {
  readonly name: string;
  readonly sent_bytes: number;
  readonly size_bytes: number;
}

/** Stopped by whoever sent it, which is no failure. */
export const isStop = (error: unknown) => error instanceof DOMException && error.name === 'AbortError';

export function useSending() {
  const stopping = useRef<AbortController | null>(null);
  const [sending, setSending] = useState<Sent | null>(null);

  async function send<T>(file: File, by: (options: SendOptions) => Promise<T>): Promise<T> {
    const control = new AbortController();
    stopping.current = control;
    const tell = (sent_bytes: number) => setSending({ name: file.name, sent_bytes, size_bytes: file.size });
    tell(0);
    try {
      return await by({ onProgress: tell, signal: control.signal });
    } finally {
      stopping.current = null;
      setSending(null);
    }
  }

  const stop = () => stopping.current?.abort();
  useEffect(() => () => stopping.current?.abort(), []);
  return { send, sending, stop };
}
