/**
 * Positions on their way to the server. Each is kept in this browser until the server has it, with
 * the moment at which it was true: sent late, it never undoes what another device did since.
 */
import type { Position } from '@/player/core';

/** As the server reads it; see the progress route. */
export interface Letter extends Position {
  readonly at: string;
}

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

export interface OutboxDeps {
  readonly shelf: Shelf;
  /** Sends one. Throws where the server did not take it. */
  send(id: string, letter: Letter): Promise<void>;
  /** True for a failure that another try cannot mend: the title is gone. */
  isFinal(error: unknown): boolean;
  now(): Date;
}

const MOST = 40;
const AGAIN_MS = 15_000;

export function createOutbox(owner: string, { shelf, send, isFinal, now }: OutboxDeps) {
  const key = `matinee.unsent.${owner}`;
  let due: ReturnType<typeof setTimeout> | undefined;

  const read = (): Record<string, Letter> => {
    try {
      const kept: unknown = JSON.parse(shelf.getItem(key) ?? '{}');
      return typeof kept === 'object' && kept !== null ? (kept as Record<string, Letter>) : {};
    } catch {
      return {};
    }
  };
  const write = (letters: Record<string, Letter>) => {
    const newest = Object.entries(letters).sort(([, a], [, b]) => b.at.localeCompare(a.at)).slice(0, MOST);
    try {
      if (newest.length === 0) shelf.removeItem(key);
      else shelf.setItem(key, JSON.stringify(Object.fromEntries(newest)));
    } catch {
      return; // a full or closed storage: then a position lives as long as the page
    }
  };
  const drop = (id: string, letter: Letter) => {
    const { [id]: kept, ...rest } = read();
    if (kept?.at === letter.at) write(rest);
  };
  const post = async (id: string, letter: Letter) => {
    try {
      await send(id, letter);
      drop(id, letter);
    } catch (error) {
      if (isFinal(error)) drop(id, letter);
      else {
        clearTimeout(due);
        due = setTimeout(() => void flush(), AGAIN_MS);
      }
      throw error;
    }
  };
  /** Sends everything that is left, one after the other. Answers the titles whose place arrived. */
  const flush = async (): Promise<string[]> => {
    const arrived: string[] = [];
    for (const [id, letter] of Object.entries(read())) {
      try {
        await post(id, letter);
        arrived.push(id);
      } catch (error) {
        if (!isFinal(error)) break;
      }
    }
    return arrived;
  };
  /** Keeps a position until it is known to have arrived. */
  const keep = (id: string, position: Position): Letter => {
    const letter = { ...position, at: now().toISOString() };
    write({ ...read(), [id]: letter });
    return letter;
  };
  return { keep, post, flush, size: () => Object.keys(read()).length };
}

export type Outbox = ReturnType<typeof createOutbox>;
