import { cx } from './cx';

/** The first letter of a name on a colour that stays with the name. */
const COLOURS = [
  'linear-gradient(135deg,#0ea5e9,#6366f1)',
  'linear-gradient(135deg,#8b5cf6,#db2777)',
  'linear-gradient(135deg,#0d9488,#2563eb)',
  'linear-gradient(135deg,#e11d48,#c2410c)',
  'linear-gradient(135deg,#4f46e5,#9333ea)',
];

/** The first letters of the first and of the last name. */
export function initialsOf(name: string): string {
  const words = name.split(/[\s.]+/).filter((word) => /\p{L}|\p{N}/u.test(word));
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? name];
  return letters.map((word) => ([...(word ?? '')][0] ?? '?').toUpperCase()).join('');
}

interface Props {
  name: string;
  size?: number;
  /** Somebody of a film: a circle with two letters. Whoever is signed in has a square with one. */
  person?: boolean;
}

export function Avatar({ name, size = 34, person }: Props) {
  const at = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % COLOURS.length;
  return (
    <span
      aria-hidden
      className={cx('inline-flex shrink-0 items-center justify-center font-semibold text-white', person ? 'rounded-full' : 'rounded-control')}
      style={{ width: size, height: size, fontSize: size * (person ? 0.34 : 0.44), background: COLOURS[at] }}
    >
      {person ? initialsOf(name) : ([...name][0] ?? '?').toUpperCase()}
    </span>
  );
}
