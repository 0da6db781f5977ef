import { afterEach, describe, expect, it, vi } from 'vitest';

import { address, ApiError, get, onReach, onSignedOut, post, request } from './client';

function answer(status: number, body: string, type = 'application/json') {
  return vi.fn<typeof fetch>(async () => new Response(status === 204 ? null : body, { status, headers: { 'Content-Type': type } }));
}

afterEach(() => vi.unstubAllGlobals());

async function failureOf(work: Promise<unknown>): Promise<ApiError> {
  try {
    await work;
  } catch (error) {
    if (error instanceof ApiError) return error;
    throw error;
  }
  throw new Error('it did not fail');
}

describe('an address', () => {
  it('carries what is asked and leaves out what is not', () => {
    expect(address('/api/media', { page: 1, search: 'a&b', tag: '', kind: undefined, genre: null, deep: false })).toBe(
      '/api/media?page=1&search=a%26b&deep=false',
    );
    expect(address('/api/media')).toBe('/api/media');
  });
});

describe('a request', () => {
  it('sends JSON and reads JSON', async () => {
    const send = answer(200, '{"id":"a"}');
    vi.stubGlobal('fetch', send);
    expect(await post('/api/x', { url: 'u' })).toEqual({ id: 'a' });
    expect(send.mock.calls[0]?.[1]).toMatchObject({ method: 'POST', body: '{"url":"u"}', credentials: 'same-origin' });
  });

  it('gives nothing where nothing comes', async () => {
    vi.stubGlobal('fetch', answer(204, ''));
    expect(await request('DELETE', '/api/x')).toBeUndefined();
  });

  it('fails with the words of the server', async () => {
    vi.stubGlobal('fetch', answer(507, '{"error":"no_space","detail":"The disk is full.","fix":"Make room."}'));
    const error = await failureOf(get('/api/x'));
    expect(error).toMatchObject({ status: 507, code: 'no_space', detail: 'The disk is full.', fix: 'Make room.' });
    expect(error.offline).toBe(false);
  });

  it('takes a gateway without a server behind it for being offline', async () => {
    vi.stubGlobal('fetch', answer(502, '<html>Bad gateway</html>', 'text/html'));
    expect((await failureOf(get('/api/x'))).offline).toBe(true);
  });

  it('tells when the server is away and when it is back', async () => {
    const told: boolean[] = [];
    const stop = onReach((reached) => told.push(reached));
    vi.stubGlobal('fetch', vi.fn().mockRejectedValue(new TypeError('Failed to fetch')));
    expect((await failureOf(get('/api/x'))).offline).toBe(true);
    vi.stubGlobal('fetch', answer(200, '{}'));
    await get('/api/x');
    stop();
    expect(told).toEqual([false, true]);
  });

  it('tells when the session is over, but not when a sign-in is refused', async () => {
    const over = vi.fn();
    const stop = onSignedOut(over);
    vi.stubGlobal('fetch', answer(401, '{"error":"sign_in_refused","detail":"Wrong.","fix":""}'));
    await failureOf(post('/api/auth/login', {}));
    expect(over).not.toHaveBeenCalled();
    vi.stubGlobal('fetch', answer(401, '{"error":"unauthorized","detail":"You are not signed in.","fix":""}'));
    await failureOf(get('/api/media'));
    stop();
    expect(over).toHaveBeenCalledTimes(1);
  });
});
