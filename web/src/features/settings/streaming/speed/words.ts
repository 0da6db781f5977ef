/** Times and failures in words. */

/** 0.18 s, 2.4 s, 12 s: as exact as one feels it. */
export function secondsText(seconds: number, locale: string): string {
  const digits = seconds < 1 ? 2 : seconds < 10 ? 1 : 0;
  return `${new Intl.NumberFormat(locale, { maximumFractionDigits: digits }).format(seconds)} s`;
}

/** A small share is not rounded to none. */
export function shareText(share: number, locale: string): string {
  const digits = share > 0 && share < 0.1 ? 1 : 0;
  const format = new Intl.NumberFormat(locale, { style: 'percent', maximumFractionDigits: digits });
  return share > 0 && share < 0.001 ? `< ${format.format(0.001)}` : format.format(share);
}

export const KNOWN = ['network', 'busy', 'expired', 'decode', 'gone', 'unavailable', 'signed_out', 'unplayable'] as const;
export type Known = (typeof KNOWN)[number];

export interface Failed {
  readonly kind: Known | 'other';
  readonly count: number;
  readonly viewings: number;
  /** The numbers of those who told of it, for who looks further. */
  readonly codes: readonly string[];
}

/** Failures of one kind together: their cure is one, whatever their numbers. */
export function failedOf(failures: readonly { code: string; count: number; viewings: number }[]): Failed[] {
  const kinds = new Map<Failed['kind'], Failed>();
  for (const { code, count, viewings } of failures) {
    const [name = '', number] = code.split('.');
    const kind = KNOWN.find((known) => known === name) ?? 'other';
    const sum = kinds.get(kind) ?? { kind, count: 0, viewings: 0, codes: [] };
    kinds.set(kind, {
      kind,
      count: sum.count + count,
      // One viewing may have met two codes of a kind: the larger number is sure.
      viewings: Math.max(sum.viewings, viewings),
      codes: number ? [...sum.codes, number] : sum.codes,
    });
  }
  return [...kinds.values()].sort((a, b) => b.count - a.count);
}
