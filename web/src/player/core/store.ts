/**
 * A frozen snapshot and those who want to know of the next one.
 * Nobody can write into a snapshot: changes come in through `set` alone.
 */
export interface Store<T extends object> {
  get(): Readonly<T>;
  set(patch: Partial<T>): void;
  subscribe(listener: () => void): () => void;
}

/** True where a patch says nothing new; lists of plain values are compared by value. */
function same(a: unknown, b: unknown): boolean {
  if (Object.is(a, b)) return true;
  if (!Array.isArray(a) || !Array.isArray(b) || a.length !== b.length) return false;
  return JSON.stringify(a) === JSON.stringify(b);
}

export function createStore<T extends object>(initial: T): Store<T> {
  let snapshot: Readonly<T> = Object.freeze({ ...initial });
  const listeners = new Set<() => void>();
  return {
    get: () => snapshot,
    set(patch) {
      const news = (Object.keys(patch) as (keyof T)[]).filter(
        (key) => !same(snapshot[key], patch[key]),
      );
      if (news.length === 0) return;
      snapshot = Object.freeze({
        ...snapshot,
        ...Object.fromEntries(news.map((key) => [key, patch[key]])),
      });
      for (const listener of [...listeners]) listener();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}
