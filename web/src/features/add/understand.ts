/** What somebody wrote into the one field: a link, a path on the server, or not yet anything. */
export type Understood =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'link'; readonly url: string }
  | { readonly kind: 'path'; readonly path: string }
  | { readonly kind: 'unclear' };

/** example.com/x, youtu.be/x, 192.168.1.5:8080/film.mp4 */
const BARE_HOST = /^(?:[\p{L}\p{N}](?:[\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+(?:\p{L}{2,}|\d{1,3})(?::\d{1,5})?(?:[/?#]|$)/u;

/** Words people paste around a link: "Watch this: https://… (from Ada)". */
const LINK_INSIDE = /https?:\/\/[^\s<>"']+/i;

export function understand(text: string): Understood {
  const written = text.trim();
  if (!written) return { kind: 'nothing' };
  if (/^(\/|~|\.{1,2}\/|file:\/\/\/)/.test(written)) return { kind: 'path', path: written };
  // A Windows path, as it is copied from a file window, with or without its quotes.
  const unquoted = written.replace(/^"(.*)"$/, '$1');
  if (/^[a-z]:[\\/]|^\\\\/i.test(unquoted)) return { kind: 'path', path: unquoted };
  const inside = LINK_INSIDE.exec(written)?.[0];
  if (inside) return { kind: 'link', url: inside.replace(/[).,;]+$/, (end) => (inside.includes('(') ? end.replace(/[.,;]+$/, '') : '')) };
  if (!/\s/.test(written) && BARE_HOST.test(written)) return { kind: 'link', url: `https://${written}` };
  return { kind: 'unclear' };
}

/** The site of a link, without www. */
export function siteOf(url: string): string {
  try {
    return new URL(url).hostname.replace(/^www\./, '');
  } catch {
    return url;
  }
}

const COOKIES = ['sign_in', 'forbidden', 'private_video'];
/** Trying again changes nothing about these: the link itself must change. */
const FINAL = ['not_a_link', 'private_address', 'unsupported_site', 'no_video', 'gone', 'geo', 'drm', 'live', 'no_such_path',
  'not_a_path', 'own_folder', 'system_folder', 'special_file', 'admins_only'];

export interface Cure {
  readonly cookies: boolean;
  readonly again: boolean;
}

export const cureOf = (code: string): Cure => ({
  cookies: COOKIES.includes(code),
  again: !FINAL.includes(code),
});
