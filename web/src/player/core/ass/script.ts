/**
 * What an ASS script needs to be drawn. The worker knows no fonts of the system: it has those of
 * the film, those written into the script, and one of ours for Latin, Greek and Cyrillic. No I/O.
 */

/** Override blocks, and commands such as `\N`, are not what is read. */
const COMMANDS = /\{[^}]*\}|\\[Nnh]/g;
/** A letter of a script that our own font does not have. */
const FOREIGN = /(?![\p{Script=Latin}\p{Script=Greek}\p{Script=Cyrillic}\p{Script=Common}\p{Script=Inherited}])\p{L}/gu;
/** Strange letters here and there are signs; from so many of a hundred on they are the language. */
const FOREIGN_PERCENT = 2;
const TEXT_FIELD = 9;

/** The words that are shown: the tenth field of every Dialogue line, which may hold commas. */
export function wordsOf(script: string): string {
  const words: string[] = [];
  for (const line of script.split('\n')) {
    if (!line.startsWith('Dialogue:')) continue;
    words.push(line.split(',').slice(TEXT_FIELD).join(',').replace(COMMANDS, ' '));
  }
  return words.join('\n');
}

export function hasOwnFonts(script: string): boolean {
  return /^\[Fonts\]\s*$/im.test(script) && /^fontname:/im.test(script);
}

/** True where drawing would show empty boxes: other letters than ours, and nothing to set them in. */
export function lacksFonts(script: string, fontsInFilm: number): boolean {
  if (fontsInFilm > 0 || hasOwnFonts(script)) return false;
  const words = wordsOf(script);
  const letters = words.match(/\p{L}/gu)?.length ?? 0;
  const foreign = words.match(FOREIGN)?.length ?? 0;
  return foreign * 100 > letters * FOREIGN_PERCENT;
}
