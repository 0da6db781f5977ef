/** What is to be said of a folder, as values: what is wrong with it, and what its scan passed by. No React. */
import type { Folder, LastScan } from '@/api';

export type Problem = 'away' | 'empty' | 'blind';

/** Why a folder is not as it should be; `blind`: the system tells of no changes in it. */
export function problemOf(folder: Pick<Folder, 'status' | 'problem' | 'watch'>): Problem | null {
  if (folder.status === 'unavailable') return folder.problem === 'empty' ? 'empty' : 'away';
  return folder.watch && folder.problem === 'no_notifications' ? 'blind' : null;
}

const REASONS = [
  'unreadable', 'copying', 'partial', 'link', 'other_folder', 'own_data', 'loop', 'special', 'vanished', 'hidden', 'audio', 'subtitle', 'other',
] as const;
export type Reason = (typeof REASONS)[number] | 'unknown';

const isReason = (name: string): name is Reason => (REASONS as readonly string[]).includes(name);

export interface PassedBy {
  readonly reason: Reason;
  readonly count: number;
  /** Some of them, as far as the server listed them. */
  readonly paths: readonly string[];
}

/** What was passed by, by reason: first what somebody may want to mend, last what is never taken in. */
export function passedBy(scan: LastScan): PassedBy[] {
  const counts = { ...scan.skipped_by_reason, ...(scan.copying > 0 && { copying: scan.copying }) };
  const groups = new Map<Reason, PassedBy>();
  for (const [name, count] of Object.entries(counts)) {
    if (count <= 0) continue;
    const reason = isReason(name) ? name : 'unknown';
    const before = groups.get(reason) ?? { reason, count: 0, paths: [] };
    const paths = scan.skipped_examples.filter((one) => one.reason === name).map((one) => one.path);
    groups.set(reason, { reason, count: before.count + count, paths: [...before.paths, ...paths] });
  }
  const place = (reason: Reason) => (reason === 'unknown' ? REASONS.length : REASONS.indexOf(reason));
  return [...groups.values()].sort((one, other) => place(one.reason) - place(other.reason));
}

const FIGURES = ['added', 'moved', 'missing', 'failed', 'skipped'] as const;
export type Figure = (typeof FIGURES)[number];

/** The figures of the last look at every file that say something: those above nought. */
export const figuresOf = (scan: LastScan): Figure[] => FIGURES.filter((name) => scan[name] > 0);
