/** What an import found, sorted for a person, and the order they give. No React. */
import type { ForeignProgram, ForeignUser, Import, ImportItem, ImportOrder } from '@/api';

export const PROGRAMS: readonly ForeignProgram[] = ['jellyfin', 'plex', 'kodi', 'ytdlp', 'matinee'];
export const isProgram = (name: string): name is ForeignProgram => (PROGRAMS as readonly string[]).includes(name);

const MATCHED = ['content', 'source', 'provider', 'path', 'episode', 'title', 'size'] as const;
const UNMATCHED = ['two_fit', 'not_here', 'no_file'] as const;
export type Code = (typeof MATCHED)[number] | (typeof UNMATCHED)[number];
export const CODES: readonly Code[] = [...UNMATCHED, ...MATCHED];

export interface ReasonGroup {
  /** As the server calls it; `known` where there are words for it. */
  readonly code: string;
  readonly known: Code | null;
  readonly count: number;
  readonly here: boolean;
}

/** Titles by reason: first what did not match and why, then what did and how, each in the order of the steps. */
export function reasonGroups(found: Pick<Import, 'counts'>): ReasonGroup[] {
  const place = (code: string) => (CODES as readonly string[]).indexOf(code);
  return Object.entries(found.counts.by_reason)
    .filter(([, count]) => count > 0)
    .map(([code, count]) => ({
      code,
      known: CODES.find((one) => one === code) ?? null,
      count,
      here: place(code) >= UNMATCHED.length,
    }))
    .sort((one, other) => place(one.code) - place(other.code));
}

export const isBusy = (one: Pick<Import, 'state'>) => one.state === 'looking' || one.state === 'applying' || one.state === 'undoing';

/** Whether it was read to its end at some time: then it can be taken over. */
export const wasRead = (one: Import) => one.counts.titles + one.counts.lists + one.counts.people > 0;

/** An archive of links says what was fetched, never who watched it. */
export const canBeTaken = (one: Import) => wasRead(one) && one.program !== 'ytdlp' && (one.counts.matched > 0 || one.counts.people > 0);

const KINDS = ['progress', 'opinion', 'collection', 'rule', 'labels', 'choices', 'preferences', 'undone', 'kept'] as const;
export type Changed = (typeof KINDS)[number];

/** What taking over or giving back did, as far as it did something. */
export function changes(one: Pick<Import, 'changed'>): { kind: Changed; count: number }[] {
  return KINDS.map((kind) => ({ kind, count: one.changed[kind] ?? 0 })).filter(({ count }) => count > 0);
}

/** What was taken over and can be given back. */
export const canBeGivenBack = (one: Import) => !isBusy(one) && one.state !== 'undone' && changes(one).some(({ kind }) => kind !== 'undone' && kind !== 'kept');

export interface Prefix {
  readonly theirs: string;
  readonly ours: string;
}

export interface OrderDraft {
  /** Only who was chosen by hand; '' is nobody. */
  readonly users: Readonly<Record<string, string>>;
  readonly replaceRatings: boolean;
  readonly prefixes: readonly Prefix[];
}

export const NO_ORDER: OrderDraft = { users: {}, replaceRatings: false, prefixes: [] };

/** The account somebody is here, '' for nobody. */
export const accountOf = (user: ForeignUser, draft: OrderDraft) => draft.users[user.id] ?? user.account_id ?? '';

/** What is sent: everybody by name, so that what is on the screen is what is done. */
export function orderOf(users: readonly ForeignUser[], draft: OrderDraft): ImportOrder {
  const whole = draft.prefixes.map(({ theirs, ours }) => [theirs.trim(), ours.trim()] as const).filter(([theirs, ours]) => theirs && ours);
  return {
    users: Object.fromEntries(users.map((user) => [user.id, accountOf(user, draft) || null])),
    replace_ratings: draft.replaceRatings,
    prefixes: Object.fromEntries(whole),
  };
}

const two = (n: number) => String(n).padStart(2, '0');

/** A title of the other program, as people call it. */
export function itemName(item: Pick<ImportItem, 'title' | 'record'>): string {
  const { series, season, episode, year } = item.record;
  if (typeof series === 'string' && typeof season === 'number' && typeof episode === 'number') {
    const name = `${series} S${two(season)}E${two(episode)}`;
    return item.title && item.title !== series ? `${name} · ${item.title}` : name;
  }
  return typeof year === 'number' ? `${item.title} (${year})` : item.title;
}

/** Where its file was, "" where nothing is known of one. */
export function itemPath(item: Pick<ImportItem, 'record'>): string {
  const paths = item.record['paths'];
  return Array.isArray(paths) && typeof paths[0] === 'string' ? paths[0] : '';
}
