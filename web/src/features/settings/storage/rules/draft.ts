/** A rule while it is being written. */
import type { RetentionKeep, RetentionRule, RetentionWish } from '@/api';

/** What a rule is about. */
export type About = Pick<RetentionWish, 'scope' | 'platform' | 'uploader' | 'collection_id'> & { name: string };

export interface Draft {
  about: About | null;
  keep: RetentionKeep;
  /** As it was typed. */
  number: string;
}

export const LIBRARY: About = { scope: 'library', name: '' };

export const KEEPS = ['newest', 'added', 'watched', 'forever'] as const;

/** What is proposed where nobody has said anything. */
export const PROPOSED: Record<RetentionKeep, string> = { newest: '50', added: '30', watched: '30', forever: '' };

const MOST: Record<RetentionKeep, number> = { newest: 100_000, added: 36_500, watched: 36_500, forever: 0 };

export function draftOf(rule: RetentionRule | null): Draft {
  if (!rule) return { about: null, keep: 'newest', number: PROPOSED.newest };
  const { scope, platform, uploader, collection_id, name, keep, number } = rule;
  return { about: { scope, platform, uploader, collection_id, name }, keep, number: number === null ? '' : String(number) };
}

export function isNumberWrong({ keep, number }: Draft): boolean {
  if (keep === 'forever') return false;
  return !/^\d+$/.test(number.trim()) || Number(number) < 1 || Number(number) > MOST[keep];
}

/** What is sent; null while something is missing or wrong. */
export function wishOf(draft: Draft): RetentionWish | null {
  if (!draft.about || isNumberWrong(draft)) return null;
  const { scope, platform, uploader, collection_id } = draft.about;
  const wish: RetentionWish = { scope, keep: draft.keep };
  if (scope === 'channel') Object.assign(wish, { platform, uploader });
  if (scope === 'collection') wish.collection_id = collection_id;
  if (draft.keep !== 'forever') wish.number = Number(draft.number);
  return wish;
}

export const isSame = (one: About, other: About | null) =>
  other !== null &&
  one.scope === other.scope &&
  one.platform === other.platform &&
  one.uploader === other.uploader &&
  one.collection_id === other.collection_id;
