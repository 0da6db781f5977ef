/** Files on their way to the server. */
import type { Told } from '../told';

export type UploadState =
  | 'waiting' // its turn will come
  | 'sending'
  | 'retrying' // the line broke; tried again by itself
  | 'paused'
  | 'failed'
  | 'needs_file' // begun before a reload: the browser wants the same file chosen again
  | 'done';

/** Why a file is not sent; words are the screen's. */
export type UploadFault = 'empty' | 'too_large' | 'no_space' | 'refused' | 'line' | 'unreadable' | 'expired';

export interface UploadItem {
  readonly key: string;
  readonly name: string;
  /** Folder it lay in when a whole folder was dropped; '' for a single file. */
  readonly folder: string;
  readonly size_bytes: number;
  readonly sent_bytes: number;
  readonly speed_bps: number | null;
  readonly eta_s: number | null;
  readonly state: UploadState;
  readonly fault: UploadFault | null;
  /** The server's own words about a fault, where it had some. */
  readonly said: Told | null;
  /** Address on the server once it knows of the file. */
  readonly url: string | null;
  readonly job_id: string | null;
}

/** What the server still holds of uploads begun earlier (GET /api/uploads). */
export interface Unfinished {
  readonly url: string;
  readonly filename: string;
  readonly size_bytes: number;
  readonly offset_bytes: number;
}

export interface UploadsSnapshot {
  readonly items: readonly UploadItem[];
  readonly limit_bytes: number | null;
  /** Whether films may go straight to a bucket; null while that is not known. */
  readonly direct: boolean | null;
}

export interface Chosen {
  readonly file: File;
  /** `Holiday/day 1` for a file inside a dropped folder, else ''. */
  readonly folder: string;
}

export type UploadEvent =
  | { readonly type: 'added'; readonly item: UploadItem }
  | { readonly type: 'found'; readonly unfinished: readonly Unfinished[] }
  | { readonly type: 'limit'; readonly bytes: number; readonly direct: boolean }
  | { readonly type: 'given'; readonly key: string }
  | { readonly type: 'begun'; readonly key: string }
  | { readonly type: 'located'; readonly key: string; readonly url: string }
  | {
      readonly type: 'progress';
      readonly key: string;
      readonly sent_bytes: number;
      readonly speed_bps: number | null;
    }
  | { readonly type: 'line_lost'; readonly key: string }
  | { readonly type: 'paused'; readonly key: string }
  | { readonly type: 'queued'; readonly key: string }
  | {
      readonly type: 'failed';
      readonly key: string;
      readonly fault: UploadFault;
      readonly said?: Told | null;
    }
  | { readonly type: 'done'; readonly key: string; readonly job_id: string | null }
  | { readonly type: 'removed'; readonly key: string }
  | { readonly type: 'cleared' };
