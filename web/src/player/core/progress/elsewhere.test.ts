import { expect, test } from 'vitest';
import { AWAY_MS, createElsewhere } from './elsewhere';
import { createHandClock } from '../fakes/handClock';
import { createStore } from '../store';
import { EMPTY } from '../types';

function setup(where: number | null) {
  const clock = createHandClock();
  const store = createStore({ ...EMPTY, phase: 'ready' as const, paused: true, time_s: 100 });
  const elsewhere = createElsewhere({ clock, store, where: async () => where, told: () => 100 });
  return { clock, store, elsewhere };
}

test('offers to go on where another device is', async () => {
  const { clock, store, elsewhere } = setup(900);
  elsewhere.left();
  await clock.advance(AWAY_MS);
  await elsewhere.back();
  expect(store.get().notice).toMatchObject({ kind: 'elsewhere', to_s: 900 });
});

test.each([
  ['the server knows what was told from here', 100],
  ['it is nearly the same place', 112],
  ['the server cannot be asked', null],
])('says nothing where %s', async (_, where) => {
  const { clock, store, elsewhere } = setup(where);
  elsewhere.left();
  await clock.advance(AWAY_MS);
  await elsewhere.back();
  expect(store.get().notice).toBeNull();
});

test('says nothing to who was away for a moment, or to who let it play', async () => {
  const { clock, store, elsewhere } = setup(900);
  elsewhere.left();
  await clock.advance(AWAY_MS - 1);
  await elsewhere.back();
  store.set({ paused: false });
  elsewhere.left();
  await clock.advance(AWAY_MS);
  await elsewhere.back();
  expect(store.get().notice).toBeNull();
});
