/** The first letter of a name on a colour that stays with the name. */
const COLOURS = [
  'linear-gradient(135deg,#0ea5e9,#6366f1)',
  'linear-gradient(135deg,#8b5cf6,#db2777)',
  'linear-gradient(135deg,#0d9488,#2563eb)',
  'linear-gradient(135deg,#e11d48,#c2410c)',
  'linear-gradient(135deg,#4f46e5,#9333ea)',
];

export function Avatar({ name, size = 34 }: { name: string; size?: number }) {
  const at = [...name].reduce((sum, letter) => sum + (letter.codePointAt(0) ?? 0), 0) % COLOURS.length;
  return (
    <span
      aria-hidden
      className="inline-flex items-center justify-center rounded-control font-semibold text-white"
      style={{ width: size, height: size, fontSize: size * 0.44, background: COLOURS[at] }}
    >
      {([...name][0] ?? '?').toUpperCase()}
    </span>
  );
}
