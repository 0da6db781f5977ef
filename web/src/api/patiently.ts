/** Parts of a page that are fetched when they are wanted: a line that is cut just then takes nothing away that is there. */
import { isThere } from './reach';

const AGAIN_MS = 3_000;
const pause = () => new Promise((done) => setTimeout(done, AGAIN_MS));

/** Whether the code of a page could not be fetched: no server, or a newer version in its place. */
export function isUnfetched(error: unknown): boolean {
  return error instanceof TypeError && /import|module/i.test(error.message);
}

/**
 * What `load` gives; without a server it waits, and is tried again once the server is back. Rejects with what is no fault
 * of the line, and where a server that is there does not have the code any more: a newer version took its place.
 */
export async function patiently<T>(load: () => Promise<T>): Promise<T> {
  for (let refused = false; ; ) {
    try {
      return await load();
    } catch (error) {
      if (!isUnfetched(error)) throw error;
      const there = await isThere();
      if (there && refused) throw error;
      refused = there;
      if (!there) await pause();
    }
  }
}
