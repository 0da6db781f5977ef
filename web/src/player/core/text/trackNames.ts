/** What tracks are called in menus: the language in the reader's words, each name only once. */
import { formatLanguage } from '@/lib/format';

interface Named {
  readonly language: string | null;
  readonly label: string | null;
}

/** The language, and the track's own name where it says more. */
function nameOf(track: Named, locale: string, fallback: string): string {
  const language = track.language ? formatLanguage(track.language, locale) : null;
  if (!language) return track.label ?? fallback;
  // Files often name a track by its own language code: "eng" says nothing beside "English".
  const own = track.label && formatLanguage(track.label, locale) !== language ? track.label : null;
  return own && own.toLowerCase() !== language.toLowerCase() ? `${language} (${own})` : language;
}

/** Names in the order of the tracks; those that would be the same with the same note get numbers. */
export function namesOf(
  tracks: readonly Named[],
  notes: readonly (string | null)[],
  locale: string,
  nth: (n: number) => string,
): string[] {
  const names = tracks.map((track, i) => nameOf(track, locale, nth(i + 1)));
  const keys = names.map((name, i) => `${name}\n${notes[i] ?? ''}`);
  return names.map((name, i) => {
    const same = keys.filter((key) => key === keys[i]).length;
    const before = keys.slice(0, i).filter((key) => key === keys[i]).length;
    return same > 1 ? `${name} ${before + 1}` : name;
  });
}
