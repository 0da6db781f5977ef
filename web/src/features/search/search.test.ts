import { expect, test } from 'vitest';

import { marked } from './marked';
import { withSearch } from './recent';

const on = (text: string, q: string) => marked(text, q).filter((piece) => piece.on).map((piece) => piece.text);

test('words are found again whatever their case and accents, at the beginning of words', () => {
  expect(on('You shall not pass!', 'shall pas')).toEqual(['shall', 'pas']);
  expect(on('Où est le Château?', 'chateau')).toEqual(['Château']);
  expect(on('Bypass the pass', 'pass')).toEqual(['pass']);
  expect(on('nothing here', '')).toEqual([]);
  expect(on('a (b) c.* d', '.* (b')).toEqual(['b']);
});

test('the pieces are the text', () => {
  for (const text of ['İstanbul’da', '日本語です', '👩‍🚀 says hi', '', 'ﬁne']) {
    expect(marked(text, 'i s').map((piece) => piece.text).join('')).toBe(text);
  }
});

test('recent searches: the latest first, each once, and what was still being written is one', () => {
  expect(withSearch([], 'heat')).toEqual(['heat']);
  expect(withSearch(['he', 'old'], 'heat')).toEqual(['heat', 'old']);
  expect(withSearch(['new', 'Heat'], 'heat')).toEqual(['heat', 'new']);
  expect(withSearch(['1', '2', '3', '4', '5', '6', '7', '8'], '9')).toHaveLength(8);
});
