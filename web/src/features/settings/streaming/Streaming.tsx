/** What the server makes for playing: what it stores, prepares, encodes now, and with what. */
import { CacheUse } from './CacheUse';
import { Encoders } from './Encoders';
import { EncodingNow } from './EncodingNow';
import { Rules } from './Rules';

export function Streaming() {
  return (
    <>
      <CacheUse />
      <Rules />
      <EncodingNow />
      <Encoders />
    </>
  );
}
