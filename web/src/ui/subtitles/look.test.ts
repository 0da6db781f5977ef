import { expect, test } from 'vitest';

import { USUAL, type TextLook } from '@/api';
import { contrast, contrastOf, drawn, veil } from './look';

const look = (change: Partial<TextLook> = {}): TextLook => ({ ...USUAL.text_look, ...change });

test('contrast is that of WCAG', () => {
  expect(contrast('#ffffff', '#000000')).toBeCloseTo(21, 5);
  expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
  expect(contrast('#ffffff', '#777777')).toBeCloseTo(4.48, 2);
  expect(contrast('#123456', '#123456')).toBe(1);
});

test('words stand against what is nearest behind them', () => {
  expect(contrastOf(look())).toBeCloseTo(21, 5);
  expect(contrastOf(look({ edge: 'none' }))).toBeNull();
  expect(contrastOf(look({ edge: 'none', window: '#ffffff', window_percent: 60 }))).toBe(1);
  expect(contrastOf(look({ background: '#ffffff', background_percent: 50, window_percent: 100 }))).toBe(1);
  expect(contrastOf(look({ background: '#ffffff', background_percent: 49 }))).toBeCloseTo(21, 5);
});

test('what is not seen is not drawn', () => {
  expect(drawn(look()).words).toEqual({});
  expect(drawn(look()).window.backgroundColor).toBeUndefined();
  expect(drawn(look({ edge: 'none' })).window.textShadow).toBe('none');
  expect(drawn(look({ background_percent: 75 })).words.backgroundColor).toBe('rgb(0 0 0 / 0.75)');
  expect(veil('#ff8000', 40)).toBe('rgb(255 128 0 / 0.4)');
});

test('twice the size is twice as high', () => {
  const part = (size_percent: number) => Number(/\* ([\d.]+)/.exec(String(drawn(look({ size_percent })).window.fontSize))?.[1]);
  expect(part(200)).toBeCloseTo(2 * part(100), 3);
  expect(part(50)).toBeCloseTo(part(100) / 2, 3);
});
