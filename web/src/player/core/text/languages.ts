/** Languages of tracks and of people: one is written `ger`, `deu`, `de` or `de-AT` (BCP 47, ISO 639). */

/** ISO 639-2 has two codes of these languages; only the other one is known to BCP 47. */
const BIBLIOGRAPHIC: Readonly<Record<string, string>> = {
  alb: 'sq', arm: 'hy', baq: 'eu', bur: 'my', chi: 'zh', cze: 'cs', dut: 'nl', fre: 'fr', geo: 'ka',
  ger: 'de', gre: 'el', ice: 'is', mac: 'mk', mao: 'mi', may: 'ms', per: 'fa', rum: 'ro', slo: 'sk',
  tib: 'bo', wel: 'cy',
};
const UNKNOWN = ['', 'und', 'zxx', 'mis', 'mul', 'qaa'];

/** A tag in its one form; null for what names no language. */
export function languageOf(tag: string | null | undefined): string | null {
  const lower = (tag ?? '').trim().toLowerCase().replaceAll('_', '-');
  if (UNKNOWN.includes(lower)) return null;
  try {
    return Intl.getCanonicalLocales(BIBLIOGRAPHIC[lower] ?? lower)[0] ?? null;
  } catch {
    return null;
  }
}

const base = (tag: string) => tag.split('-')[0];

/** True for two ways of one language: `pt` and `pt-BR`, `eng` and `en-US`. Unknown is like nothing but unknown. */
export function sameLanguage(one: string | null | undefined, other: string | null | undefined): boolean {
  const a = languageOf(one);
  const b = languageOf(other);
  return a === null || b === null ? a === b : base(a) === base(b);
}

/**
 * The tracks in the first of the wanted languages that there is. Within it those that are exactly it
 * (`pt-BR`), else those of no region (`pt`), else any (`pt-PT`).
 */
export function nearest<T extends { readonly language: string | null }>(
  tracks: readonly T[],
  wanted: readonly string[],
): T[] {
  for (const wish of wanted) {
    const language = languageOf(wish);
    if (language === null) continue;
    const alike = tracks.filter((track) => sameLanguage(track.language, language));
    const exact = alike.filter((track) => languageOf(track.language) === language);
    const plain = alike.filter((track) => languageOf(track.language) === base(language));
    if (alike.length > 0) return exact.length > 0 ? exact : plain.length > 0 ? plain : alike;
  }
  return [];
}
