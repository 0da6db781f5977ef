/** Who is here: first account, sign in and out, sessions, and what the server says of itself. */
import { queryOptions } from '@tanstack/react-query';

import { get, post, remove } from './client';
import type { AuthStatus, Health, ServerSettings, Session, SignedIn, User } from './contract';
import { keys } from './keys';

export const authStatus = queryOptions({
  queryKey: keys.auth,
  queryFn: ({ signal }) => get<AuthStatus>('/api/auth/status', { signal }),
  staleTime: Infinity,
});

export const me = queryOptions({
  queryKey: keys.me,
  queryFn: ({ signal }) => get<User>('/api/auth/me', { signal }),
  staleTime: Infinity,
});

export const sessionList = queryOptions({
  queryKey: keys.sessions,
  queryFn: ({ signal }) => get<{ items: Session[] }>('/api/auth/sessions', { signal }),
});

export const serverSettings = queryOptions({
  queryKey: keys.settings,
  queryFn: ({ signal }) => get<ServerSettings>('/api/settings', { signal }),
});

export const health = queryOptions({
  queryKey: keys.health,
  queryFn: ({ signal }) => get<Health>('/api/health', { signal }),
});

export interface FirstAccount {
  setup_token: string;
  username: string;
  password: string;
}

export const setUp = (account: FirstAccount) => post<SignedIn>('/api/auth/setup', account);
export const signIn = (username: string, password: string) =>
  post<SignedIn>('/api/auth/login', { username, password });
export const signOut = () => post<undefined>('/api/auth/logout');
export const changePassword = (current: string, next: string) =>
  post<undefined>('/api/auth/password', { current, new: next });
export const revokeSession = (id: string) => remove<undefined>(`/api/auth/sessions/${id}`);
