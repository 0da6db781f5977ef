import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { patiently } from './patiently';

const unfetched = () => new TypeError('Failed to fetch dynamically imported module: /assets/a.js');

function answers(...there: boolean[]): void {
  vi.stubGlobal('fetch', () => {
    const next = there.length > 1 ? there.shift() : there[0];
    return next ? Promise.resolve(new Response('{}')) : Promise.reject(new TypeError('Failed to fetch'));
  });
}

describe('patiently', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => {
    vi.useRealTimers();
    vi.unstubAllGlobals();
  });

  it('waits for the server, and fetches then', async () => {
    answers(false, false, true);
    let asked = 0;
    const part = patiently(() => (++asked < 4 ? Promise.reject(unfetched()) : Promise.resolve('part')));
    await vi.advanceTimersByTimeAsync(10_000);
    await expect(part).resolves.toBe('part');
    expect(asked).toBe(4);
  });

  it('gives up where the server is there and has it no more', async () => {
    answers(true);
    let asked = 0;
    const load = () => {
      asked += 1;
      return Promise.reject(unfetched());
    };
    await expect(patiently(load)).rejects.toThrow('dynamically imported');
    expect(asked).toBe(2);
  });

  it('passes on at once what is wrong with the code itself', async () => {
    const load = () => Promise.reject(new Error('broken'));
    await expect(patiently(load)).rejects.toThrow('broken');
  });
});
