import { expect, test } from 'vitest';
import { chosenFrom, chosenOf } from './dropped';

/** What a browser hands over in a drop, made by hand. */
const fileEntry = (name: string, gone = false) => ({
  isFile: true, isDirectory: false, name,
  file: (good: (f: File) => void, bad: () => void) => (gone ? bad() : good(new File(['x'], name))),
});
function folderEntry(name: string, children: unknown[]) {
  const batches = [children.slice(0, 2), children.slice(2), []];
  return {
    isFile: false, isDirectory: true, name,
    createReader: () => ({ readEntries: (good: (list: unknown[]) => void) => good(batches.shift() ?? []) }),
  };
}
const transfer = (...entries: unknown[]) =>
  ({ items: entries.map((entry) => ({ webkitGetAsEntry: () => entry })), files: [] }) as unknown as DataTransfer;

test('opens folders to their depths, in as many readings as the browser needs', async () => {
  const inner = folderEntry('day 1', [fileEntry('c.mp4')]);
  const chosen = await chosenFrom(
    transfer(folderEntry('Holiday', [fileEntry('a.mp4'), fileEntry('b.mp4'), inner]), fileEntry('x.mp4')),
  );
  expect(chosen.map((c) => [c.folder, c.file.name])).toEqual([
    ['Holiday', 'a.mp4'], ['Holiday', 'b.mp4'], ['Holiday/day 1', 'c.mp4'], ['', 'x.mp4'],
  ]);
});

test('a file that vanished between drop and reading is passed over', async () => {
  const chosen = await chosenFrom(transfer(fileEntry('gone.mp4', true), fileEntry('x.mp4')));
  expect(chosen.map((c) => c.file.name)).toEqual(['x.mp4']);
});

test('a chosen folder keeps the path of its files', () => {
  const file = new File(['x'], 'c.mp4');
  Object.defineProperty(file, 'webkitRelativePath', { value: 'Holiday/day 1/c.mp4' });
  expect(chosenOf([file, new File(['x'], 'x.mp4')]).map((c) => c.folder)).toEqual(['Holiday/day 1', '']);
});
