/** Which commands fit what was typed. No React. */

export interface Command {
  readonly id: string;
  readonly label: string;
  /** Other words people may type for it. */
  readonly also?: string;
  readonly run: () => void;
}

const fold = (text: string) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();

/** How well a text fits: 0 begins so, 1 a word of it does, 2 it is somewhere in it; null not at all. */
function fit(text: string, typed: string): number | null {
  const whole = fold(text);
  if (whole.startsWith(typed)) return 0;
  if (whole.split(/[\s,/]+/).some((word) => word.startsWith(typed))) return 1;
  return whole.includes(typed) ? 2 : null;
}

/** Those that fit every typed word, the best first; all, in their order, before anything is typed. */
export function matching<T extends Command>(commands: readonly T[], typed: string): T[] {
  const words = fold(typed).split(/\s+/).filter(Boolean);
  const scored = commands.flatMap((command) => {
    let score = 0;
    for (const word of words) {
      const label = fit(command.label, word);
      const also = command.also === undefined ? null : fit(command.also, word);
      if (label === null && also === null) return [];
      score += Math.min(label ?? 9, also === null ? 9 : also + 3);
    }
    return [{ command, score }];
  });
  return scored.sort((a, b) => a.score - b.score).map(({ command }) => command);
}
