/** The kinds of extras that have a word; every other one is simply an extra. */
const KNOWN = ['trailer', 'featurette', 'behindthescenes', 'deleted', 'interview', 'scene', 'short', 'clip', 'sample'] as const;
type Known = (typeof KNOWN)[number] | 'other';

export function extraKind(kind: string): Known {
  return KNOWN.find((one) => one === kind) ?? 'other';
}
