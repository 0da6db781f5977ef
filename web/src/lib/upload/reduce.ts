/** What an event makes of the list. Pure: the sending is done elsewhere. */
import type { Unfinished, UploadEvent, UploadItem, UploadsSnapshot } from './types';

export const EMPTY_UPLOADS: UploadsSnapshot = { items: [], limit_bytes: null, direct: null };

type Change = Partial<UploadItem>;
const STILL: Change = { speed_bps: null, eta_s: null };
const SOUND: Change = { fault: null, said: null };

const ACTIVE = ['sending', 'retrying'];
export const isActive = (item: UploadItem) => ACTIVE.includes(item.state);
export const isUnfinished = (item: UploadItem) => isActive(item) || item.state === 'waiting';

function changed(state: UploadsSnapshot, key: string, change: (item: UploadItem) => Change | null) {
  return {
    ...state,
    items: state.items.map((item) => {
      const news = item.key === key ? change(item) : null;
      return news ? { ...item, ...news } : item;
    }),
  };
}

function itemOf(unfinished: Unfinished): UploadItem {
  const { url } = unfinished;
  return {
    key: url,
    name: unfinished.filename,
    folder: '',
    size_bytes: unfinished.size_bytes,
    sent_bytes: unfinished.offset_bytes,
    speed_bps: null,
    eta_s: null,
    state: 'needs_file',
    fault: null,
    said: null,
    url,
    job_id: null,
  };
}

function found(state: UploadsSnapshot, list: readonly Unfinished[]): UploadsSnapshot {
  const told = list.map(itemOf);
  const known = new Set(state.items.map((item) => item.url));
  const alive = new Set(told.map((item) => item.url));
  // One that the server has dropped meanwhile (expired, cancelled elsewhere) goes from the list.
  const kept = state.items.filter((item) => item.state !== 'needs_file' || alive.has(item.url));
  return { ...state, items: [...kept, ...told.filter((item) => !known.has(item.url))] };
}

function progress(item: UploadItem, sent_bytes: number, speed_bps: number | null): Change | null {
  // Late progress of a paused or failed file must not bring it back to life.
  if (!isActive(item)) return null;
  const sent = Math.min(Math.max(sent_bytes, 0), item.size_bytes);
  const left = item.size_bytes - sent;
  const eta_s = speed_bps && speed_bps > 0 ? left / speed_bps : null;
  return { state: 'sending', sent_bytes: sent, speed_bps, eta_s };
}

export function reduceUploads(state: UploadsSnapshot, event: UploadEvent): UploadsSnapshot {
  switch (event.type) {
    case 'added':
      if (state.items.some((item) => item.key === event.item.key)) return state;
      return { ...state, items: [...state.items, event.item] };
    case 'found':
      return found(state, event.unfinished);
    case 'limit':
      return { ...state, limit_bytes: event.bytes, direct: event.direct };
    case 'given':
      return changed(state, event.key, () => ({ state: 'waiting', ...SOUND }));
    case 'begun':
      return changed(state, event.key, () => ({ state: 'sending', ...STILL, ...SOUND }));
    case 'located':
      return changed(state, event.key, () => ({ url: event.url }));
    case 'progress':
      return changed(state, event.key, (item) => progress(item, event.sent_bytes, event.speed_bps));
    case 'line_lost':
      return changed(state, event.key, (item) => (isActive(item) ? { state: 'retrying', ...STILL } : null));
    case 'paused':
      return changed(state, event.key, (item) =>
        isUnfinished(item) ? { state: 'paused', ...STILL } : null,
      );
    case 'queued':
      return changed(state, event.key, (item) =>
        ['paused', 'failed'].includes(item.state) ? { state: 'waiting', ...STILL, ...SOUND } : null,
      );
    case 'failed':
      return changed(state, event.key, () => ({
        state: 'failed',
        ...STILL,
        // The server has dropped it: the next try begins at the first byte.
        ...(event.fault === 'expired' ? { url: null, sent_bytes: 0 } : {}),
        fault: event.fault,
        said: event.said ?? null,
      }));
    case 'done':
      return changed(state, event.key, (item) => ({
        state: 'done',
        ...STILL,
        ...SOUND,
        sent_bytes: item.size_bytes,
        job_id: event.job_id,
      }));
    case 'removed':
      return { ...state, items: state.items.filter((item) => item.key !== event.key) };
    case 'cleared':
      return { ...state, items: state.items.filter((item) => item.state !== 'done') };
  }
}

/** Whose turn it is: the first that wait, as many as lanes are free. */
export function nextToSend(items: readonly UploadItem[], lanes: number): UploadItem[] {
  const free = lanes - items.filter(isActive).length;
  return free > 0 ? items.filter((item) => item.state === 'waiting').slice(0, free) : [];
}

export interface UploadTotals {
  readonly files: number;
  readonly done: number;
  readonly failed: number;
  readonly active: boolean;
  /** Of all bytes of this batch, 0 to 1. */
  readonly part: number;
  readonly speed_bps: number | null;
  readonly eta_s: number | null;
}

const NEVER_SENT = ['empty', 'too_large'];

/** The batch as one bar. Files that wait for their owner, or that never could be sent, do not count. */
export function totalsOf(items: readonly UploadItem[]): UploadTotals {
  const batch = items.filter(
    (item) => item.state !== 'needs_file' && !NEVER_SENT.includes(item.fault ?? ''),
  );
  const bytes = batch.reduce((sum, item) => sum + item.size_bytes, 0);
  const sent = batch.reduce((sum, item) => sum + item.sent_bytes, 0);
  const speed = batch.reduce((sum, item) => sum + (item.speed_bps ?? 0), 0);
  const open = batch.filter(isUnfinished);
  const left = open.reduce((sum, item) => sum + item.size_bytes - item.sent_bytes, 0);
  return {
    files: batch.length,
    done: batch.filter((item) => item.state === 'done').length,
    failed: batch.filter((item) => item.state === 'failed').length,
    active: open.length > 0,
    part: bytes > 0 ? sent / bytes : 0,
    speed_bps: speed > 0 ? speed : null,
    eta_s: speed > 0 ? left / speed : null,
  };
}
