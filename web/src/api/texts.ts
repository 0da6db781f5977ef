/** Subtitle files that people give for a title. */
import { ApiError, address, remove } from './client';
import type { TextKept } from './contract';

export const LARGEST_TEXT_BYTES = 16 * 1024 * 1024;

function failureOf(request: XMLHttpRequest): ApiError {
  try {
    const body = JSON.parse(request.responseText) as { error: string; detail: string; fix: string };
    return new ApiError(request.status, body.error, body.detail, body.fix);
  } catch {
    return new ApiError(request.status, 'offline', request.statusText);
  }
}

/** Sends a file; `progress` hears parts from 0 to 1. XMLHttpRequest, because fetch tells no progress. */
export function addText(mediaId: string, file: File, progress: (part: number) => void): Promise<TextKept> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', address(`/api/media/${encodeURIComponent(mediaId)}/text`, { name: file.name.slice(0, 300) }));
    request.setRequestHeader('Content-Type', 'application/octet-stream');
    request.upload.addEventListener('progress', (event) => progress(event.loaded / Math.max(1, event.total)));
    request.addEventListener('load', () => {
      if (request.status < 300) resolve(JSON.parse(request.responseText) as TextKept);
      else reject(failureOf(request));
    });
    request.addEventListener('error', () => reject(new ApiError(0, 'offline', 'The server does not answer.')));
    request.send(file);
  });
}

export const deleteText = (mediaId: string, textId: string) =>
  remove<undefined>(`/api/media/${encodeURIComponent(mediaId)}/text/${encodeURIComponent(textId)}`);
