import { expect, test } from 'vitest';
import { hasOwnFonts, lacksFonts, wordsOf } from './script';

const script = (...lines: string[]) =>
  ['[Script Info]', 'Title: 題名は字幕ではない', '', '[Events]', ...lines.map((line) => `Dialogue: 0,0:00:00.00,0:00:02.00,Default,,0,0,0,,${line}`)].join('\n');

test('words are read without what the author commands', () => {
  expect(wordsOf(script('{\\pos(1,2)}Well, then\\Nno'))).toBe(' Well, then no');
});

test('letters that our font has need no others', () => {
  expect(lacksFonts(script('Der Bach weiß es', 'Ο ρυάκι', 'Ручей знает дорогу', '♪ 12:30 — “¿Qué?” ♪'), 0)).toBe(false);
});

test('other letters need a font of the film, or one in the script', () => {
  const words = script('小川は道を知っている');
  expect(lacksFonts(words, 0)).toBe(true);
  expect(lacksFonts(words, 1)).toBe(false);
  expect(lacksFonts(`${words}\n[Fonts]\nfontname: brook_0.ttf\n!!!`, 0)).toBe(false);
});

test('a strange sign here and there does not take the design from the rest', () => {
  const many = Array.from({ length: 40 }, () => 'Nobody told the brook');
  expect(lacksFonts(script(...many, '川'), 0)).toBe(false);
});

test('a heading without a font is no font', () => {
  expect(hasOwnFonts(script('[Fonts]', 'fontname: x'))).toBe(false);
  expect(hasOwnFonts('[Fonts]\n\n[Events]')).toBe(false);
});
