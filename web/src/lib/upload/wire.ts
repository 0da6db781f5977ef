/** What an upload asks of the server in JSON, and what it puts into the bucket. */
import type { Told } from '../told';
import { saidIn } from './send';

/** A refusal of the server, with its status and its words. */
export class Refusal extends Error {
  readonly status: number;
  readonly said: Told | null;

  constructor(status: number, said: Told | null) {
    super(said?.detail ?? `status ${status}`);
    this.status = status;
    this.said = said;
  }
}

/** Asks our server. Throws a Refusal, or a TypeError where it cannot be reached. */
export async function ask<T = unknown>(method: string, url: string, body?: unknown, signal?: AbortSignal): Promise<T> {
  const answer = await fetch(url, {
    method,
    signal,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Refusal(answer.status, saidIn(text));
  return (text ? JSON.parse(text) : undefined) as T;
}

/** A line on which nothing moves for so long is taken for lost. */
const SILENT_MS = 90_000;

/**
 * Puts bytes to a signed address; answers the status, 0 where the browser was told none (no line, or the bucket does
 * not let this page in). The browser streams the bytes from the disk.
 */
export function put(url: string, bytes: Blob, onProgress: (sent: number) => void, signal: AbortSignal): Promise<number> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    let silence = 0;
    const end = (status: number) => {
      clearTimeout(silence);
      signal.removeEventListener('abort', abort);
      resolve(status);
    };
    const abort = () => request.abort();
    const moved = () => {
      clearTimeout(silence);
      silence = window.setTimeout(abort, SILENT_MS);
    };
    request.upload.onprogress = ({ loaded }) => {
      moved();
      onProgress(loaded);
    };
    request.onload = () => end(request.status);
    request.onerror = request.onabort = () => end(0);
    signal.addEventListener('abort', abort);
    request.open('PUT', url);
    moved();
    request.send(bytes);
    if (signal.aborted) abort();
  });
}

/** Waits; throws where it is stopped. */
export function wait(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const over = () => reject(new DOMException('stopped', 'AbortError'));
    if (signal.aborted) return over();
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', stopped);
      resolve();
    }, ms);
    const stopped = () => {
      clearTimeout(timer);
      over();
    };
    signal.addEventListener('abort', stopped, { once: true });
  });
}
