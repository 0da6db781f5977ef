/** The parts of one file into the bucket: some at a time, each tried again, at addresses that the server signs. */
import { Refusal, ask, put, wait } from './wire';

/** What the server says of an upload: `there` are the parts that the bucket has, counted from 1. */
export interface Begun {
  readonly url: string;
  readonly size_bytes: number;
  readonly part_bytes: number;
  readonly parts: number;
  readonly there?: readonly number[];
  readonly job_id: string | null;
}

interface Link {
  readonly number: number;
  readonly url: string;
}

export interface PartsEvents {
  progress(sent_bytes: number): void;
  lineLost(): void;
}

/** The bucket does not take parts from this page: its CORS rules, or no way to it from here. */
export class Closed extends Error {}

const LANES = 3;
/** So many addresses are asked for at once; each is good for an hour. */
const BATCH = 8;
export const RETRY_AFTER_MS = [500, 1000, 3000, 5000, 10_000, 20_000, 30_000];

/** Whether the bucket has answered this tab before: then what fails later is a line that broke. */
let answered = false;

export async function sendParts(file: File, begun: Begun, events: PartsEvents, signal: AbortSignal): Promise<void> {
  const there = new Set(begun.there);
  const queue = Array.from({ length: begun.parts }, (_, n) => n + 1).filter((n) => !there.has(n));
  const flying = new Map<number, number>();
  const links = new Map<number, string>();
  let asking: Promise<void> | null = null;

  const sizeOf = (n: number) => Math.min(begun.part_bytes, begun.size_bytes - (n - 1) * begun.part_bytes);
  const whole = () => [...there].reduce((sum, n) => sum + sizeOf(n), 0);
  const tell = () => events.progress(whole() + [...flying.values()].reduce((sum, part) => sum + part, 0));

  /** Signs for a part, and for those that follow it. Lanes that wait ask once together. */
  const linkOf = async (n: number): Promise<string> => {
    for (;;) {
      const known = links.get(n);
      if (known) return known;
      asking ??= (async () => {
        const wanted = [n, ...queue.filter((other) => !links.has(other))].slice(0, BATCH);
        const body = { parts: wanted, sent_bytes: whole() };
        const { items } = await ask<{ items: Link[] }>('POST', `${begun.url}/links`, body, signal);
        for (const link of items) links.set(link.number, link.url);
      })().finally(() => (asking = null));
      await asking;
    }
  };

  /** One try; true when the bucket has the part. */
  const once = async (n: number, attempt: number): Promise<boolean> => {
    const at = (n - 1) * begun.part_bytes;
    const moved = (sent: number) => {
      flying.set(n, Math.min(sent, sizeOf(n)));
      tell();
    };
    const status = await put(await linkOf(n), file.slice(at, at + sizeOf(n)), moved, signal);
    flying.delete(n);
    signal.throwIfAborted();
    if (status >= 200 && status < 300) {
      answered = true;
      there.add(n);
      return true;
    }
    links.delete(n);
    if (status === 404) throw new Refusal(410, null);
    const nothingYet = there.size === 0 && !answered;
    if (nothingYet && (status === 0 || attempt > 0)) throw new Closed();
    return false;
  };

  const part = async (n: number): Promise<void> => {
    for (let attempt = 0; ; attempt += 1) {
      const done = await once(n, attempt).catch((error: unknown) => {
        if (error instanceof TypeError || (error instanceof Refusal && error.status >= 500)) return false;
        throw error;
      });
      tell();
      if (done) return;
      const pause_ms = RETRY_AFTER_MS[attempt];
      if (pause_ms === undefined) throw new TypeError('the line is lost');
      events.lineLost();
      await wait(pause_ms, signal);
    }
  };

  const lane = async (): Promise<void> => {
    for (let n = queue.shift(); n !== undefined; n = queue.shift()) await part(n);
  };
  tell();
  // The first alone: whether the bucket lets this page in is known before others follow.
  const first = there.size === 0 && !answered ? queue.shift() : undefined;
  if (first !== undefined) await part(first);
  await Promise.all(Array.from({ length: LANES }, lane));
}
