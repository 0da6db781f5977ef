import { paths } from '@/lib/paths';

/** Where one wanted to go; only within this app. */
export function safeNext(next: string | null): string {
  return next && /^\/(?![/\\])/.test(next) ? next : paths.home;
}
