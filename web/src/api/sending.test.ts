import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';

import { ApiError } from './client';
import { sendFile } from './sending';

/** A request to a server that is not there: tests play its part. */
class Wire extends EventTarget {
  static last: Wire;
  upload = new EventTarget();
  status = 0;
  statusText = '';
  responseText = '';
  opened: string[] = [];
  sent: unknown = null;
  constructor() {
    super();
    Wire.last = this;
  }
  open(method: string, address: string) {
    this.opened = [method, address];
  }
  setRequestHeader() {}
  send(body: unknown) {
    this.sent = body;
  }
  abort() {
    this.dispatchEvent(new Event('abort'));
  }
  answer(status: number, text: string) {
    Object.assign(this, { status, responseText: text });
    this.dispatchEvent(new Event('load'));
  }
}

const file = new File(['0123456789'], 'library.db');

beforeEach(() => vi.stubGlobal('XMLHttpRequest', Wire));
afterEach(() => vi.unstubAllGlobals());

describe('sending a file', () => {
  it('tells how far it is and gives the answer', async () => {
    const told: number[][] = [];
    const sent = sendFile('POST', '/api/x', file, { query: { name: 'a b' }, onProgress: (...at) => told.push(at) });
    for (const loaded of [4, 25]) Wire.last.upload.dispatchEvent(Object.assign(new Event('progress'), { loaded }));
    Wire.last.answer(201, '{"id":"a"}');
    expect(await sent).toEqual({ id: 'a' });
    expect(Wire.last.opened).toEqual(['POST', '/api/x?name=a+b']);
    expect(Wire.last.sent).toBe(file);
    // What the line adds around the bytes does not count.
    expect(told).toEqual([[4, 10], [10, 10]]);
  });

  it('fails with the words of the server, or because it does not answer', async () => {
    const refused = sendFile('POST', '/api/x', file);
    Wire.last.answer(413, '{"error":"too_large","detail":"Too much.","fix":"Less."}');
    await expect(refused).rejects.toMatchObject({ status: 413, code: 'too_large', fix: 'Less.' });
    const lost = sendFile('POST', '/api/x', file);
    Wire.last.dispatchEvent(new Event('error'));
    const error = await lost.catch((one: unknown) => one);
    expect(error).toBeInstanceOf(ApiError);
    expect((error as ApiError).offline).toBe(true);
  });

  it('is stopped, also before it began', async () => {
    const control = new AbortController();
    const sent = sendFile('POST', '/api/x', file, { signal: control.signal });
    control.abort();
    await expect(sent).rejects.toMatchObject({ name: 'AbortError' });
    const never = sendFile('POST', '/api/x', file, { signal: control.signal });
    await expect(never).rejects.toMatchObject({ name: 'AbortError' });
    expect(Wire.last.sent).toBeNull();
  });
});
