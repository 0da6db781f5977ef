/** Where the viewer is: told to the server, and asked of it. */
import { ApiError, get, put, type Progress } from '@/api';
import type { Position } from '@/player/core';
import { createOutbox, type Letter, type Outbox } from './outbox';

const progressOf = (id: string) => `/api/media/${encodeURIComponent(id)}/progress`;
const dated = (letter: Letter) => ({ ...letter, sent_at: new Date().toISOString() });

const outboxes = new Map<string, Outbox>();

/** What a person watched here and the server does not know yet. */
export function outboxOf(owner: string): Outbox {
  const made =
    outboxes.get(owner) ??
    createOutbox(owner, {
      shelf: localStorage,
      send: async (id, letter) => void (await put(progressOf(id), dated(letter))),
      isFinal: (error) => error instanceof ApiError && !error.offline && error.status < 500 && error.status !== 401,
      now: () => new Date(),
    });
  outboxes.set(owner, made);
  return made;
}

/** While the page lives a plain request; when it goes, a beacon that the browser delivers after it. */
export async function saveProgress(owner: string, id: string, position: Position, leaving: boolean): Promise<void> {
  const outbox = outboxOf(owner);
  const letter = outbox.keep(id, position);
  if (!leaving) return outbox.post(id, letter);
  const body = new Blob([JSON.stringify(dated(letter))], { type: 'application/json' });
  if (navigator.sendBeacon?.(progressOf(id), body)) return;
  await fetch(progressOf(id), { method: 'POST', body, keepalive: true, credentials: 'same-origin' });
}

/** Where the server knows the viewer to be; null where it cannot be asked. */
export async function whereOf(id: string): Promise<number | null> {
  try {
    return (await get<Progress>(progressOf(id))).position_s;
  } catch {
    return null;
  }
}
