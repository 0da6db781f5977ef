/**
 * One file straight to the bucket, where one keeps the library: the server begins it, signs an address for each part and
 * completes it; no byte of the film passes the server. What the bucket has already is asked at every start.
 */
import { Closed, RETRY_AFTER_MS, sendParts, type Begun } from './parts';
import { faultOfStatus, type Parcel, type SendEvents, type Sending } from './send';
import { Refusal, ask, wait } from './wire';

export const DIRECT = '/api/direct-uploads';
/** A bucket that has lost parts since it was asked is given them again, so often. */
const ROUNDS = 3;

const codeOf = (error: unknown) => (error instanceof Refusal ? (error.said?.code ?? '') : '');

/** Asks until the server answers; what it refuses is thrown. */
async function patiently<T>(work: () => Promise<T>, lost: () => void, signal: AbortSignal): Promise<T> {
  for (const pause_ms of RETRY_AFTER_MS) {
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const again = error instanceof Refusal ? error.status >= 500 || error.status === 429 : error instanceof TypeError;
      if (!again || codeOf(error) === 'too_many_uploads') throw error;
    }
    lost();
    await wait(pause_ms, signal);
  }
  return work();
}

/** `through` is called where this file has to be sent through the server: by its rules, or the bucket's. */
export function sendDirect(parcel: Parcel, events: SendEvents, through: (forAll: boolean) => void): Sending {
  const { file, folder } = parcel;
  let url = parcel.url;
  let stop = new AbortController();
  let ended = false;

  const drop = async (query = '') => {
    if (url) await ask('DELETE', `${url}${query}`);
  };
  const open = async (signal: AbortSignal): Promise<Begun> => {
    const at = url;
    if (at) return patiently(() => ask<Begun>('GET', at, undefined, signal), events.lineLost, signal);
    const relative_path = folder ? `${folder}/${file.name}` : null;
    const wish = { filename: file.name, relative_path, size_bytes: file.size };
    // Not stopped half-way: what the server has begun must be known, to go on with it or to end it.
    const begun = await patiently(() => ask<Begun>('POST', DIRECT, wish), events.lineLost, signal);
    url = begun.url;
    if (ended) await drop();
    else events.located(url);
    return begun;
  };
  const round = async (signal: AbortSignal): Promise<string> => {
    const begun = await open(signal);
    signal.throwIfAborted();
    if (begun.job_id) return begun.job_id;
    await sendParts(file, begun, events, signal);
    const complete = () => ask<{ job_id: string }>('POST', `${begun.url}/complete`, undefined, signal);
    return (await patiently(complete, events.lineLost, signal)).job_id;
  };
  const run = async (signal: AbortSignal): Promise<string> => {
    for (let n = 1; ; n += 1) {
      try {
        return await round(signal);
      } catch (error) {
        if (codeOf(error) !== 'parts_missing' || n >= ROUNDS) throw error;
      }
    }
  };
  const failed = async (error: unknown, signal: AbortSignal): Promise<void> => {
    if (signal.aborted) return;
    stop.abort(); // parts that are still on their way
    const closed = error instanceof Closed;
    if (closed || codeOf(error) === 'uploads_through_server') {
      if (closed) await drop('?unreachable=true').catch(() => undefined);
      return through(closed);
    }
    if (error instanceof Refusal) {
      const fault = faultOfStatus(error.status);
      if (fault === 'expired') url = null;
      return events.failed(fault, error.said);
    }
    events.failed('line', null);
  };
  return {
    start() {
      stop.abort();
      const { signal } = (stop = new AbortController());
      run(signal).then(
        (job_id) => signal.aborted || events.done(job_id),
        (error: unknown) => failed(error, signal),
      );
    },
    async pause() {
      stop.abort();
    },
    async cancel() {
      ended = true;
      stop.abort();
      await drop();
    },
  };
}
