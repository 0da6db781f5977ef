import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createOutbox, type Letter } from './outbox';

function setup(owner = 'ann', kept = new Map<string, string>()) {
  const shelf = {
    getItem: (key: string) => kept.get(key) ?? null,
    setItem: (key: string, value: string) => void kept.set(key, value),
    removeItem: (key: string) => void kept.delete(key),
  };
  const sent: [string, Letter][] = [];
  const state = { fails: null as string | null, minute: 0 };
  const outbox = createOutbox(owner, {
    shelf,
    send: async (id, letter) => {
      if (state.fails) throw new Error(state.fails);
      sent.push([id, letter]);
    },
    isFinal: (error) => (error as Error).message === 'gone',
    now: () => new Date(Date.UTC(2026, 0, 1, 0, state.minute++)),
  });
  return { outbox, sent, state, kept };
}

const at = (position_s: number) => ({ position_s, duration_s: 100 });

beforeEach(() => void vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('forgets a position that arrived', async () => {
  const { outbox, sent } = setup();
  await outbox.post('film', outbox.keep('film', at(10)));
  expect(sent).toEqual([['film', { ...at(10), at: '2026-01-01T00:00:00.000Z' }]]);
  expect(outbox.size()).toBe(0);
});

it('keeps what did not arrive, the newest of a title, and sends it later with its own moment', async () => {
  const { outbox, sent, state } = setup();
  state.fails = 'offline';
  await expect(outbox.post('film', outbox.keep('film', at(10)))).rejects.toThrow();
  await expect(outbox.post('film', outbox.keep('film', at(20)))).rejects.toThrow();
  state.fails = null;
  await vi.advanceTimersByTimeAsync(15_000);
  expect(sent).toEqual([['film', { ...at(20), at: '2026-01-01T00:01:00.000Z' }]]);
  expect(outbox.size()).toBe(0);
});

it('survives the page: the next one sends', async () => {
  const first = setup();
  first.outbox.keep('film', at(33));
  const next = setup('ann', first.kept);
  expect(await next.outbox.flush()).toEqual(['film']);
  expect(next.sent[0]?.[1].position_s).toBe(33);
});

it('never sends for somebody else', async () => {
  const ann = setup('ann');
  ann.outbox.keep('film', at(33));
  const bob = setup('bob', ann.kept);
  await bob.outbox.flush();
  expect(bob.sent).toEqual([]);
});

it('gives up on a title that is gone, and goes on with the next', async () => {
  const { outbox, state, sent } = setup();
  outbox.keep('lost', at(5));
  state.fails = 'gone';
  await outbox.flush();
  state.fails = null;
  outbox.keep('film', at(6));
  await outbox.flush();
  expect(sent.map(([id]) => id)).toEqual(['film']);
});

it('is not confused by what stands in the storage', async () => {
  const kept = new Map([['matinee.unsent.ann', '{broken']]);
  const { outbox, sent } = setup('ann', kept);
  await outbox.flush();
  expect(sent).toEqual([]);
  outbox.keep('film', at(1));
  expect(outbox.size()).toBe(1);
});

it('keeps a bounded number, the newest', () => {
  const { outbox } = setup();
  for (let n = 0; n < 60; n++) outbox.keep(`film ${n}`, at(n));
  expect(outbox.size()).toBe(40);
});
