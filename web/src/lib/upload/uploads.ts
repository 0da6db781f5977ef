/**
 * The uploads of this page, outside of every screen: leaving a page does not stop them, and two
 * screens see the same list. Two files are sent at a time.
 */
import { createStore, type StoreApi } from 'zustand/vanilla';
import { begunEarlier, faultOf, keyOf, sortOut } from './check';
import { EMPTY_UPLOADS, isUnfinished, nextToSend, reduceUploads } from './reduce';
import type { Parcel, SendEvents, Sending } from './send';
import { createSpeed } from './speed';
import type { Chosen, Unfinished, UploadEvent, UploadItem, UploadsSnapshot } from './types';
import { dropUpload, sendFile } from './way';

const LANES = 2;

export interface UploadsDeps {
  send(parcel: Parcel, events: SendEvents): Sending;
  drop(url: string): Promise<void>;
  now(): number;
  /** Called while bytes are under way, so that closing the page can be asked about. */
  underWay(active: boolean): void;
}

export interface Uploads {
  readonly store: StoreApi<UploadsSnapshot>;
  /** Takes files in and begins; answers how many of dropped folders were no media. */
  add(chosen: readonly Chosen[]): number;
  /** What the server says of uploads: the largest, and whether they may go straight to a bucket. */
  limit(bytes: number, direct: boolean): void;
  found(unfinished: readonly Unfinished[]): void;
  /** The file for an upload begun before a reload; false where it is another file. */
  give(key: string, file: File): boolean;
  pause(key: string): void;
  resume(key: string): void;
  cancel(key: string): void;
  pauseAll(): void;
  resumeAll(): void;
  clearDone(): void;
}

interface Held extends Chosen {
  sending: Sending | null;
}

function itemOf(key: string, { file, folder }: Chosen): UploadItem {
  return {
    key, folder, name: file.name, size_bytes: file.size, sent_bytes: 0, speed_bps: null, eta_s: null,
    state: 'waiting', fault: null, said: null, url: null, job_id: null,
  };
}

export function createUploads(deps: UploadsDeps): Uploads {
  const store = createStore<UploadsSnapshot>(() => EMPTY_UPLOADS);
  const held = new Map<string, Held>();
  const find = (key: string) => store.getState().items.find((item) => item.key === key) ?? null;

  const tell = (event: UploadEvent) => {
    store.setState((state) => reduceUploads(state, event), true);
    for (const item of nextToSend(store.getState().items, LANES)) begin(item);
    deps.underWay(store.getState().items.some(isUnfinished));
  };
  const eventsOf = (key: string): SendEvents => {
    const speed = createSpeed();
    return {
      located: (url) => tell({ type: 'located', key, url }),
      progress: (sent_bytes) =>
        tell({ type: 'progress', key, sent_bytes, speed_bps: speed.at(deps.now(), sent_bytes) }),
      lineLost: () => tell({ type: 'line_lost', key }),
      done: (job_id) => {
        held.delete(key);
        tell({ type: 'done', key, job_id });
      },
      failed: (fault, said) => {
        const own = held.get(key);
        // What the server has dropped must be sent from the start, under a new address.
        if (own && fault === 'expired') own.sending = null;
        tell({ type: 'failed', key, fault, said });
      },
    };
  };
  function begin(item: UploadItem): void {
    const own = held.get(item.key);
    if (!own) return;
    store.setState((state) => reduceUploads(state, { type: 'begun', key: item.key }), true);
    const { direct } = store.getState();
    own.sending ??= deps.send({ file: own.file, folder: own.folder, url: item.url, direct }, eventsOf(item.key));
    own.sending.start();
  }
  const addOne = (one: Chosen) => {
    const earlier = begunEarlier(one.file, store.getState().items);
    const fault = faultOf(one.file, store.getState().limit_bytes);
    if (earlier && !fault) {
      held.set(earlier.key, { ...one, sending: null });
      return tell({ type: 'given', key: earlier.key });
    }
    const key = keyOf(one);
    const known = find(key);
    if (known && known.state !== 'done') return;
    if (known) tell({ type: 'removed', key });
    if (!fault) held.set(key, { ...one, sending: null });
    const item = itemOf(key, one);
    tell({ type: 'added', item: fault ? { ...item, state: 'failed', fault } : item });
  };
  const pause = (key: string) => {
    void held.get(key)?.sending?.pause();
    tell({ type: 'paused', key });
  };
  const resume = (key: string) => {
    if (held.has(key)) tell({ type: 'queued', key });
  };
  const inState = (states: readonly string[]) =>
    store.getState().items.filter((item) => states.includes(item.state)).map((item) => item.key);

  return {
    store,
    add(chosen) {
      const { take, left_out } = sortOut(chosen);
      for (const one of take) addOne(one);
      return left_out;
    },
    limit: (bytes, direct) => tell({ type: 'limit', bytes, direct }),
    found: (unfinished) => tell({ type: 'found', unfinished }),
    give(key, file) {
      const item = find(key);
      if (!item || item.name !== file.name || item.size_bytes !== file.size) return false;
      held.set(key, { file, folder: item.folder, sending: null });
      tell({ type: 'given', key });
      return true;
    },
    pause,
    resume,
    cancel(key) {
      const item = find(key);
      const sending = held.get(key)?.sending;
      held.delete(key);
      tell({ type: 'removed', key });
      // Already off our list: what the server keeps of it expires by itself if this fails.
      if (sending) sending.cancel().catch(() => undefined);
      else if (item?.url && item.state !== 'done') deps.drop(item.url).catch(() => undefined);
    },
    pauseAll: () => inState(['waiting', 'sending', 'retrying']).forEach(pause),
    resumeAll: () => inState(['paused']).forEach(resume),
    clearDone: () => tell({ type: 'cleared' }),
  };
}

/** The browser asks before it closes a page that is sending. */
function askBeforeLeaving(): (active: boolean) => void {
  const ask = (event: BeforeUnloadEvent) => event.preventDefault();
  let on = false;
  return (active) => {
    if (active === on) return;
    on = active;
    if (active) addEventListener('beforeunload', ask);
    else removeEventListener('beforeunload', ask);
  };
}

let ours: Uploads | null = null;

/** The uploads of this tab. */
export function uploadsHere(): Uploads {
  if (ours) return ours;
  const made = createUploads({
    send: sendFile,
    drop: dropUpload,
    now: () => performance.now(),
    underWay: askBeforeLeaving(),
  });
  // A line that is back: what failed for want of it goes on.
  addEventListener('online', () => {
    const { items } = made.store.getState();
    for (const i of items) if (i.state === 'failed' && i.fault === 'line') made.resume(i.key);
  });
  ours = made;
  return made;
}
