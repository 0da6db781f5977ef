/** Requests to the server: cookie auth, JSON both ways, every failure an ApiError with words for a person. */

export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  readonly fix: string;

  constructor(status: number, code: string, detail: string, fix = '') {
    super(detail);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.detail = detail;
    this.fix = fix;
  }

  /** The server did not answer at all. */
  get offline(): boolean {
    return this.code === 'offline';
  }
}

type One = string | number | boolean | null | undefined;
/** Several values are sent as one parameter each. */
export type QueryValue = One | readonly One[];

export interface RequestOptions {
  query?: Record<string, QueryValue>;
  body?: unknown;
  /** Sent as it is, with this type, in place of a JSON body. */
  text?: { content: string; type: string };
  /** The bytes of a file, as they are. */
  file?: File;
  signal?: AbortSignal;
}

type Listener = () => void;
const signedOut = new Set<Listener>();
const reach = new Set<(reached: boolean) => void>();

/** Called when an answer says that the session is over. */
export function onSignedOut(listener: Listener): () => void {
  signedOut.add(listener);
  return () => signedOut.delete(listener);
}

/** Called with true after an answer, with false when the server could not be reached. */
export function onReach(listener: (reached: boolean) => void): () => void {
  reach.add(listener);
  return () => reach.delete(listener);
}

function tell(reached: boolean): void {
  for (const listener of reach) listener(reached);
}

/** The address with its query; empty, null and undefined values are left out. */
export function address(path: string, query?: Record<string, QueryValue>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? (value as readonly One[]) : [value as One]) {
      if (one !== null && one !== undefined && one !== '') search.append(name, String(one));
    }
  }
  const text = search.toString();
  return text ? `${path}?${text}` : path;
}

function failure(status: number, statusText: string, text: string): ApiError {
  try {
    const body = JSON.parse(text) as { error?: unknown; detail?: unknown; fix?: unknown };
    const detail = typeof body.detail === 'string' ? body.detail : statusText;
    const code = typeof body.error === 'string' ? body.error : 'unknown';
    return new ApiError(status, code, detail, typeof body.fix === 'string' ? body.fix : '');
  } catch {
    // Not our server's words: a proxy in between, or no server behind the proxy.
    const away = status === 502 || status === 503 || status === 504;
    return new ApiError(status, away ? 'offline' : 'unknown', statusText);
  }
}

/** What an answer gives, told to whoever listens for the session's end and the server's absence. */
export function settled<T>(status: number, statusText: string, text: string): T {
  if (status < 200 || status >= 300) {
    const error = failure(status, statusText, text);
    tell(!error.offline);
    if (error.status === 401 && error.code !== 'sign_in_refused') for (const listener of signedOut) listener();
    throw error;
  }
  tell(true);
  return (text ? JSON.parse(text) : undefined) as T;
}

/** The error where no answer came at all. */
export function unanswered(): ApiError {
  tell(false);
  return new ApiError(0, 'offline', 'The server does not answer.');
}

function withBody(method: string, options: RequestOptions): RequestInit {
  const headers: Record<string, string> = { Accept: 'application/json' };
  const init: RequestInit = { method, headers, credentials: 'same-origin', signal: options.signal };
  if (options.text) {
    headers['Content-Type'] = options.text.type;
    init.body = options.text.content;
  } else if (options.file) {
    headers['Content-Type'] = 'application/octet-stream';
    init.body = options.file;
  } else if (options.body !== undefined) {
    headers['Content-Type'] = 'application/json';
    init.body = JSON.stringify(options.body);
  }
  return init;
}

/** One request. Gives the JSON of the answer, or undefined where there is none. */
export async function request<T>(method: string, path: string, options: RequestOptions = {}): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(address(path, options.query), withBody(method, options));
  } catch (cause) {
    if (options.signal?.aborted) throw cause;
    throw unanswered();
  }
  const text = answer.ok ? await answer.text() : await answer.text().catch(() => '');
  return settled<T>(answer.status, answer.statusText, text);
}

export const get = <T>(path: string, options?: RequestOptions) => request<T>('GET', path, options);
export const post = <T>(path: string, body?: unknown, options?: RequestOptions) =>
  request<T>('POST', path, { ...options, body });
export const put = <T>(path: string, body?: unknown) => request<T>('PUT', path, { body });
export const patch = <T>(path: string, body: unknown) => request<T>('PATCH', path, { body });
export const remove = <T>(path: string, options?: RequestOptions) => request<T>('DELETE', path, options);
