/** Shaka's words in ours. Its errors carry a category, a code and loose data; see its error.js. */
import type shaka from 'shaka-player/dist/shaka-player.compiled-es2021';
import { PlayFailure, failureOf } from './failure';
import type { AudioChoice } from '../types';

/** What the library throws; now and then a plain error of its own making. */
export type ShakaError = Pick<shaka.util.Error, 'category' | 'code' | 'severity' | 'data'> | Error;

const NETWORK = 1;
const BAD_HTTP_STATUS = 1001;
const RECOVERABLE = 1;
/** LOAD_INTERRUPTED, OPERATION_ABORTED, OBJECT_DESTROYED: we left, nothing failed. */
const LEFT = [7000, 7001, 7003];

export function failureOfShaka(error: ShakaError): PlayFailure | null {
  // A stumble of the library says nothing of the bytes: opening anew is the cure.
  if (!('code' in error)) return new PlayFailure('network', error.message);
  if (LEFT.includes(error.code) || error.severity === RECOVERABLE) return null;
  const words = `Shaka ${String(error.code)}`;
  if (error.category !== NETWORK) return new PlayFailure('decode', words);
  if (error.code !== BAD_HTTP_STATUS) return new PlayFailure('network', words);
  const data = error.data as unknown[];
  const status = Number(data[1] ?? 0);
  return failureOf({ ...bodyOf(data[2]), status, wait_s: waitOf(data[3]) }, 'stream');
}

function bodyOf(text: unknown): { detail?: string; fix?: string; error?: string } {
  try {
    const body: unknown = JSON.parse(String(text));
    return typeof body === 'object' && body !== null ? body : {};
  } catch {
    return {};
  }
}

/** Retry-After of an answer's headers, in seconds. */
function waitOf(headers: unknown): number | null {
  if (typeof headers !== 'object' || headers === null) return null;
  const seconds = Number((headers as Record<string, unknown>)['retry-after']);
  return Number.isFinite(seconds) ? seconds : null;
}

type AudioTrack = shaka.extern.AudioTrack;

export function audioId(track: AudioTrack): string {
  return [track.language, track.label ?? '', track.channelsCount ?? '', track.codecs ?? ''].join('/');
}

export function audioOf(track: AudioTrack): AudioChoice {
  return {
    id: audioId(track),
    language: track.language && track.language !== 'und' ? track.language : null,
    label: track.label,
    channels: track.channelsCount,
    codec: track.codecs,
  };
}

/** The sound to load first: then nothing of another one is fetched. */
export function preferenceOf({ language, label, channels }: AudioChoice): shaka.extern.AudioPreference {
  return { language: language ?? '', label: label ?? '', role: '', channelCount: channels ?? 2, codec: '', spatialAudio: false };
}
