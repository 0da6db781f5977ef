/** One file over tus 1.0. The server's address is remembered by the browser under the file's fingerprint. */
import type * as TusLibrary from 'tus-js-client';
import type { DetailedError, Upload as TusUpload } from 'tus-js-client';
import type { Told } from '../told';
import type { UploadFault } from './types';

export interface SendEvents {
  located(url: string): void;
  progress(sent_bytes: number): void;
  lineLost(): void;
  done(job_id: string | null): void;
  failed(fault: UploadFault, said: Told | null): void;
}

export interface Sending {
  /** Goes on where the server stands. */
  start(): void;
  pause(): Promise<void>;
  /** Takes what was sent off the server too. */
  cancel(): Promise<void>;
}

export interface Parcel {
  readonly file: File;
  readonly folder: string;
  /** Upload begun earlier, to go on with. */
  readonly url: string | null;
  /** Whether the server may let it go straight to the bucket; null while that is not known. */
  readonly direct: boolean | null;
}

const UPLOADS = '/api/uploads';
const JOB_HEADER = 'Matinee-Job';
/** A broken line costs at most this; the browser streams a piece, it is never held in memory. */
const PIECE_BYTES = 64 * 1024 * 1024;
const RETRY_AFTER_MS = [500, 1000, 3000, 5000, 10_000, 20_000, 30_000];

interface Refusal {
  readonly status: number | null;
  readonly said: Told | null;
}

function refusalOf(error: DetailedError): Refusal {
  const response = error.originalResponse;
  if (!response) return { status: null, said: null };
  return { status: response.getStatus(), said: saidIn(response.getBody()) };
}

/** What a body of the server says; null for the words of a proxy in between. */
export function saidIn(body: string): Told | null {
  try {
    const { error, detail, fix } = JSON.parse(body) as Record<string, unknown>;
    if (typeof error !== 'string' || typeof detail !== 'string') return null;
    return { code: error, detail, fix: typeof fix === 'string' ? fix : '' };
  } catch {
    return null;
  }
}

/** Sorts what tus says into what the screen can word and cure. */
export function faultOfStatus(status: number | null): UploadFault {
  if (status === null) return 'line';
  if (status === 413) return 'too_large';
  if (status === 507) return 'no_space';
  if (status === 404 || status === 410) return 'expired';
  if (status >= 500 || status === 429 || status === 423 || status === 409) return 'line';
  return 'refused';
}

function isDetailed(error: Error): error is DetailedError {
  return 'originalResponse' in error;
}

type Tus = typeof TusLibrary;

/** The library comes when the first file is sent: pages that send nothing do not pay for it. */
const tus = (): Promise<Tus> => import('tus-js-client');

function makeUpload({ Upload }: Tus, parcel: Parcel, events: SendEvents): TusUpload {
  const { file, folder } = parcel;
  const metadata: Record<string, string> = {
    filename: file.name,
    filetype: file.type || 'application/octet-stream',
  };
  if (folder) metadata['relative_path'] = `${folder}/${file.name}`;
  const upload = new Upload(file, {
    endpoint: UPLOADS,
    uploadUrl: parcel.url,
    metadata,
    chunkSize: PIECE_BYTES,
    retryDelays: RETRY_AFTER_MS,
    removeFingerprintOnSuccess: true,
    onUploadUrlAvailable: () =>
      upload.url && events.located(new URL(upload.url, location.href).pathname),
    onProgress: (sent) => events.progress(sent),
    onShouldRetry: (error) => {
      const again = faultOfStatus(refusalOf(error).status) === 'line';
      if (again) events.lineLost();
      return again;
    },
    onSuccess: ({ lastResponse }) => events.done(lastResponse.getHeader(JOB_HEADER) ?? null),
    onError: (error) => {
      const { status, said } = isDetailed(error) ? refusalOf(error) : { status: null, said: null };
      events.failed(faultOfStatus(status), said);
    },
  });
  return upload;
}

export function sendByTus(parcel: Parcel, events: SendEvents): Sending {
  let upload: TusUpload | null = null;
  // A pause may come while the library, or the browser's memory, is still being asked.
  let wanted = false;

  const begin = async () => {
    upload ??= makeUpload(await tus(), parcel, events);
    if (!parcel.url && !upload.url) {
      const [before] = await upload.findPreviousUploads();
      if (before) upload.resumeFromPreviousUpload(before);
    }
    if (wanted) upload.start();
  };
  return {
    start() {
      wanted = true;
      begin().catch(() => events.failed('line', null));
    },
    async pause() {
      wanted = false;
      await upload?.abort();
    },
    async cancel() {
      wanted = false;
      await upload?.abort(true);
    },
  };
}

/** Drops an upload begun earlier for which we hold no file. */
export const dropByTus = async (url: string) => (await tus()).Upload.terminate(url);
