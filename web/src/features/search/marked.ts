/** The words of a search found again in a text, to be marked. Case and accents make no difference. */
export interface Piece {
  text: string;
  on: boolean;
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** Folded letter by letter, so that places in the folded text are places in the text. */
function folded(text: string): string {
  return [...text].map((char) => fold(char)[0]?.padEnd(char.length) ?? ' '.repeat(char.length)).join('');
}

/** The text in pieces; those that begin a word as one of the searched words does are on. */
export function marked(text: string, search: string): Piece[] {
  const words = fold(search).split(/[^\p{L}\p{N}]+/u).filter(Boolean);
  const flat = folded(text);
  const on = new Array<boolean>(text.length).fill(false);
  for (const word of words) {
    for (let at = flat.indexOf(word); at >= 0; at = flat.indexOf(word, at + 1)) {
      if (at === 0 || !/[\p{L}\p{N}]/u.test(flat[at - 1] ?? '')) on.fill(true, at, at + word.length);
    }
  }
  const pieces: Piece[] = [];
  for (let at = 0; at < text.length; at++) {
    const last = pieces.at(-1);
    if (last && last.on === on[at]) last.text += text[at] ?? '';
    else pieces.push({ text: text[at] ?? '', on: on[at] ?? false });
  }
  return pieces;
}
