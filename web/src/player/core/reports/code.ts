/** A failure as a short code: what kind it was, and the number of whoever told of it. Never its words. */
import type { PlayFailure } from '../stream/failure';

export function codeOf({ kind, detail }: Pick<PlayFailure, 'kind' | 'detail'>): string {
  const number = /^(?:Shaka|HTTP) (\d{1,5})$/.exec(detail)?.[1];
  return number ? `${kind}.${number}` : kind;
}
