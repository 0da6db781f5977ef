/** What can go wrong while playing, sorted by what helps against it. */
import type { Trouble } from '../types';

export type FailureKind =
  | 'network' // the line or the server: try again
  | 'busy' // the server has more to encode than it can: wait as it says
  | 'expired' // the grant: ask for a new one
  | 'decode' // this browser and these bytes: another way
  | 'gone' // nothing there any more: say so
  | 'unavailable' // there, but not now (a disk is away): say so, let the viewer retry
  | 'signed_out';

export class PlayFailure extends Error {
  constructor(
    readonly kind: FailureKind,
    readonly detail: string,
    readonly fix = '',
    /** Of a busy server: when to ask again. */
    readonly wait_s: number | null = null,
    /** The server's code, which finds its words in other languages; empty where it was not the server. */
    readonly code = '',
  ) {
    super(detail);
    this.name = 'PlayFailure';
  }
}

export interface ServerAnswer {
  readonly status: number;
  readonly error?: string;
  readonly detail?: string;
  readonly fix?: string;
  readonly wait_s?: number | null;
}

/** Where a busy server names no time. */
const USUAL_WAIT_S = 3;
const LONGEST_WAIT_S = 30;

/**
 * Sorts an HTTP refusal. On a stream's address 401, 403 and 410 mean the grant has run out;
 * on the question for playback itself 401 means the session has.
 */
export function failureOf(answer: ServerAnswer, asked: 'playback' | 'stream'): PlayFailure {
  const detail = answer.detail ?? `HTTP ${answer.status}`;
  const fix = answer.fix ?? '';
  const { status, error: code = '' } = answer;
  const as = (kind: FailureKind) => new PlayFailure(kind, detail, fix, null, code);
  if (asked === 'stream' && [401, 403, 410].includes(status)) {
    return as('expired');
  }
  if (status === 401) return as('signed_out');
  if ([403, 404, 410].includes(status)) return as('gone');
  // 409: the file is another one now. Neither another way nor waiting helps, the words do.
  if (status === 409 || (status === 503 && code === 'unavailable')) {
    return as('unavailable');
  }
  if (status === 503 && code === 'busy') {
    const wait_s = answer.wait_s && answer.wait_s > 0 ? Math.min(answer.wait_s, LONGEST_WAIT_S) : USUAL_WAIT_S;
    return new PlayFailure('busy', detail, fix, wait_s, code);
  }
  if (status >= 500 || status === 429 || status === 408) {
    return as('network');
  }
  return as('decode');
}

/** Anything thrown, as a failure: what we cannot name is taken for the line. */
export function asFailure(error: unknown): PlayFailure {
  if (error instanceof PlayFailure) return error;
  return new PlayFailure('network', error instanceof Error ? error.message : String(error));
}

export function troubleOf(failure: PlayFailure): Trouble {
  const { kind, code, detail, fix } = failure;
  if (kind === 'signed_out') return { kind };
  if (kind === 'gone' || kind === 'unavailable') return { kind, code, detail, fix };
  if (kind === 'expired') return { kind: 'gone', code, detail, fix };
  return { kind: 'decode', detail };
}
