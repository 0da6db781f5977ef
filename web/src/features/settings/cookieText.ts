/** What a person gives as cookies: a site in whatever form it was copied, and the text of a cookies file. */

/** The bare host of what was typed: `https://www.video.example/x` is video.example. Empty when there is none. */
export function siteOf(text: string): string {
  const bare = text.trim().toLowerCase().replace(/^[a-z]+:\/\//, '').split(/[/?#\s]/)[0] ?? '';
  const host = bare.replace(/^.*@/, '').replace(/:\d+$/, '').replace(/^(www|m)\./, '').replace(/^\.+|\.+$/g, '');
  return /^[\p{L}\p{N}-]+(\.[\p{L}\p{N}-]+)*$/u.test(host) ? host : '';
}

/** Whether at least one line is a cookie in Netscape's form: seven fields between tabs. */
export function looksLikeCookies(text: string): boolean {
  return text.split(/\r?\n/).some((line) => {
    const fields = line.replace(/^#HttpOnly_/, '').split('\t');
    return !fields[0]?.startsWith('#') && fields.length >= 7;
  });
}
