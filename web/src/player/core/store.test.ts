import { expect, test, vi } from 'vitest';
import { createStore } from './store';

test('a snapshot cannot be written to', () => {
  const store = createStore({ time_s: 0 });
  expect(() => {
    (store.get() as { time_s: number }).time_s = 5;
  }).toThrow(TypeError);
  expect(store.get().time_s).toBe(0);
});

test('a patch makes a new snapshot and leaves the old one as it was', () => {
  const store = createStore({ time_s: 0, paused: true });
  const before = store.get();
  store.set({ time_s: 3 });
  expect(before).toEqual({ time_s: 0, paused: true });
  expect(store.get()).toEqual({ time_s: 3, paused: true });
});

test('news that are none wake nobody and keep the snapshot', () => {
  const store = createStore({ spans: [{ start_s: 0, end_s: 4 }] });
  const listener = vi.fn();
  store.subscribe(listener);
  const before = store.get();
  store.set({ spans: [{ start_s: 0, end_s: 4 }] });
  expect(store.get()).toBe(before);
  expect(listener).not.toHaveBeenCalled();
  store.set({ spans: [{ start_s: 0, end_s: 5 }] });
  expect(listener).toHaveBeenCalledOnce();
});

test('who unsubscribes during a call is not called again', () => {
  const store = createStore({ n: 0 });
  const heard: string[] = [];
  const stop = store.subscribe(() => {
    heard.push('a');
    stop();
  });
  store.subscribe(() => heard.push('b'));
  store.set({ n: 1 });
  store.set({ n: 2 });
  expect(heard).toEqual(['a', 'b', 'b']);
});
