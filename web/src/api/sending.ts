/** Sending a file with its progress, which `fetch` does not tell. */
import { address, settled, unanswered, type QueryValue } from './client';

export interface SendOptions {
  query?: Record<string, QueryValue>;
  /** Bytes that left this device, and how many they will be. */
  onProgress?: (sent_bytes: number, size_bytes: number) => void;
  /** Stops it; the promise is then refused with an AbortError. */
  signal?: AbortSignal;
}

/** Sends the bytes of a file. Gives the JSON of the answer; every failure but a stop is an ApiError. */
export function sendFile<T>(method: string, path: string, file: File, options: SendOptions = {}): Promise<T> {
  const { query, onProgress, signal } = options;
  return new Promise<T>((resolve, reject) => {
    const request = new XMLHttpRequest();
    const stop = () => request.abort();
    const end = (then: () => void) => {
      signal?.removeEventListener('abort', stop);
      then();
    };
    request.upload.addEventListener('progress', (event) => onProgress?.(Math.min(event.loaded, file.size), file.size));
    request.addEventListener('load', () =>
      end(() => {
        try {
          resolve(settled<T>(request.status, request.statusText, request.responseText));
        } catch (error) {
          reject(error as Error);
        }
      }),
    );
    request.addEventListener('error', () => end(() => reject(unanswered())));
    request.addEventListener('abort', () => end(() => reject(new DOMException('Stopped', 'AbortError'))));
    if (signal?.aborted) return reject(new DOMException('Stopped', 'AbortError'));
    signal?.addEventListener('abort', stop);
    request.open(method, address(path, query));
    request.setRequestHeader('Accept', 'application/json');
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.send(file);
  });
}
