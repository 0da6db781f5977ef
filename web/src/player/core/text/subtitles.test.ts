// @vitest-environment jsdom
import { expect, test } from 'vitest';
import { linesOf } from './subtitles';

/** What a browser's `getCueAsHTML` gives for a cue. */
function cue(...nodes: (string | [string, string])[]): Node {
  const root = document.createDocumentFragment();
  for (const node of nodes) {
    if (typeof node === 'string') root.append(node);
    else root.append(Object.assign(document.createElement(node[0]), { textContent: node[1] }));
  }
  return root;
}

const words = (root: Node) => linesOf(root).map((line) => line.map((run) => run.text).join(''));

test('lines are kept, empty ones are not', () => {
  expect(words(cue('Nobody told the brook\n\nwhich way was down\n'))).toEqual([
    'Nobody told the brook', 'which way was down',
  ]);
});

test('italics within a line are runs of it', () => {
  expect(linesOf(cue('It ', ['i', 'went'], ' there'))).toEqual([[
    { text: 'It ', italic: false, bold: false, underline: false },
    { text: 'went', italic: true, bold: false, underline: false },
    { text: ' there', italic: false, bold: false, underline: false },
  ]]);
});

test('what looks like markup in a cue stays text', () => {
  expect(words(cue('<img src=x onerror=alert(1)>'))).toEqual(['<img src=x onerror=alert(1)>']);
  expect(words(cue(['ruby', 'read']))).toEqual(['read']);
});

test('a cue of nothing but spaces is nothing', () => {
  expect(linesOf(cue('  \n '))).toEqual([]);
});
