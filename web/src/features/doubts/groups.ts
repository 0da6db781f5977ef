/** Doubtful titles by the folder they lie in, and a selection among them. */
import type { Media } from '@/api';

export interface Group {
  /** The folder as a path; empty for what lies in none that is told. */
  folder: string;
  items: Media[];
}

const pathOf = (media: Media) => media.assets?.[0]?.path ?? null;

/** Windows and Unix paths alike. */
function split(path: string): [folder: string, file: string] {
  const at = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
  return at < 0 ? ['', path] : [path.slice(0, at) || path.slice(0, at + 1), path.slice(at + 1)];
}

export const folderOf = (media: Media) => split(pathOf(media) ?? '')[0];
export const fileOf = (media: Media) => split(pathOf(media) ?? '')[1];

/** The order of the list stays: a folder stands where its most doubtful title stood. */
export function byFolder(items: readonly Media[]): Group[] {
  const groups = new Map<string, Media[]>();
  for (const media of items) {
    const folder = folderOf(media);
    const group = groups.get(folder);
    if (group) group.push(media);
    else groups.set(folder, [media]);
  }
  return [...groups].map(([folder, inside]) => ({ folder, items: inside }));
}

/** From the one that was ticked last to this one, both included, in either direction. */
export function range(order: readonly string[], from: string | null, to: string): string[] {
  const a = from === null ? -1 : order.indexOf(from);
  const b = order.indexOf(to);
  if (a < 0 || b < 0) return [to];
  return order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

export function withAll(chosen: ReadonlySet<string>, ids: readonly string[], on: boolean): Set<string> {
  const next = new Set(chosen);
  for (const id of ids) {
    if (on) next.add(id);
    else next.delete(id);
  }
  return next;
}
