/** Files out of a drop, folders opened to their depths. */
import type { Chosen } from './types';

/** More than this in one drop is a disk, not a folder: it should be added as a folder in place. */
export const MOST_FILES = 5000;

function fileOf(entry: FileSystemFileEntry): Promise<File | null> {
  // A file may vanish between drop and reading: then it is passed over.
  return new Promise((resolve) => entry.file(resolve, () => resolve(null)));
}

async function childrenOf(entry: FileSystemDirectoryEntry): Promise<FileSystemEntry[]> {
  const reader = entry.createReader();
  const all: FileSystemEntry[] = [];
  for (;;) {
    // Readers hand out a hundred at a time, until they hand out none.
    const some = await new Promise<FileSystemEntry[]>((resolve) =>
      reader.readEntries(resolve, () => resolve([])),
    );
    if (some.length === 0) return all;
    all.push(...some);
  }
}

async function walk(entry: FileSystemEntry, folder: string, into: Chosen[]): Promise<void> {
  if (into.length >= MOST_FILES) return;
  if (entry.isFile) {
    const file = await fileOf(entry as FileSystemFileEntry);
    if (file) into.push({ file, folder });
    return;
  }
  const inside = folder ? `${folder}/${entry.name}` : entry.name;
  for (const child of await childrenOf(entry as FileSystemDirectoryEntry)) {
    await walk(child, inside, into);
  }
}

/** Must be called inside the drop event: the browser empties the list right after it. */
export async function chosenFrom(transfer: DataTransfer): Promise<Chosen[]> {
  const entries = Array.from(transfer.items, (item) => item.webkitGetAsEntry?.() ?? null);
  const plain = Array.from(transfer.files, (file) => ({ file, folder: '' }));
  const known = entries.filter((entry) => entry !== null);
  if (known.length === 0) return plain;
  const chosen: Chosen[] = [];
  for (const entry of known) await walk(entry, '', chosen);
  return chosen;
}

/** Files of an `<input type=file>`; with `webkitdirectory` they carry their path. */
export function chosenOf(files: FileList | readonly File[]): Chosen[] {
  return Array.from(files, (file) => {
    const path = file.webkitRelativePath || '';
    const cut = path.lastIndexOf('/');
    return { file, folder: cut > 0 ? path.slice(0, cut) : '' };
  });
}
