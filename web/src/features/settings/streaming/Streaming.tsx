/** How playing goes here, and what the server makes for it: what it stores, prepares, encodes now, and with what. */
import { CacheUse } from './CacheUse';
import { Encoders } from './Encoders';
import { EncodingNow } from './EncodingNow';
import { Rules } from './Rules';
import { Speed } from './speed/Speed';

export function Streaming() {
  return (
    <>
      <Speed />
      <CacheUse />
      <Rules />
      <EncodingNow />
      <Encoders />
    </>
  );
}
