/** Which way a file goes: straight to the bucket where the server says so and the bucket lets us, else through the server. */
import { DIRECT, sendDirect } from './direct';
import { dropByTus, sendByTus, type Parcel, type SendEvents, type Sending } from './send';
import { ask } from './wire';

/** The bucket was found closed to this tab: what follows does not try it again. */
let closed = false;

const isDirect = (url: string) => url.startsWith(`${DIRECT}/`);

export function sendFile(parcel: Parcel, events: SendEvents): Sending {
  const straight = parcel.url ? isDirect(parcel.url) : parcel.direct !== false && !closed;
  if (!straight) return sendByTus(parcel, events);
  let now = sendDirect(parcel, events, (forAll) => {
    closed ||= forAll;
    now = sendByTus({ ...parcel, url: null }, events);
    now.start();
  });
  return { start: () => now.start(), pause: () => now.pause(), cancel: () => now.cancel() };
}

/** Drops an upload begun earlier for which we hold no file. */
export async function dropUpload(url: string): Promise<void> {
  if (isDirect(url)) await ask('DELETE', url);
  else await dropByTus(url);
}
