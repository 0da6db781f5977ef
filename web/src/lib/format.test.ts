import { describe, expect, it } from 'vitest';

import {
  formatAgo,
  formatBitRate,
  formatBytes,
  formatClock,
  formatDate,
  formatDuration,
  formatLanguage,
  formatNumber,
  formatPercent,
  formatSpan,
} from './format';

/** Spaces that do not break look the same to a person. */
const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, ' ');

describe('sizes', () => {
  it('are in powers of a thousand, with one digit only where it tells something', () => {
    expect(plain(formatBytes(0, 'en'))).toBe('0 bytes');
    expect(plain(formatBytes(999, 'en'))).toBe('999 bytes');
    expect(plain(formatBytes(214_000_000, 'en'))).toBe('214 MB');
    expect(plain(formatBytes(1_940_000_000, 'en'))).toBe('1.9 GB');
    expect(plain(formatBytes(1_940_000_000, 'es'))).toBe('1,9 GB');
    expect(plain(formatBytes(5e16, 'en'))).toBe('50,000 TB');
  });
});

describe('durations', () => {
  it('are said as people say them', () => {
    expect(formatDuration(48.4)).toBe('48 s');
    expect(formatDuration(59.6)).toBe('1 min');
    expect(formatDuration(5_460)).toBe('1 h 31 min');
    expect(formatDuration(7_440)).toBe('2 h 04 min');
    expect(formatDuration(7_200)).toBe('2 h');
    expect(formatDuration(-3)).toBe('0 s');
  });

  it('of a whole library are days', () => {
    expect(formatSpan(3_600, 'en')).toBe('1 h');
    expect(formatSpan(300_000_000, 'en')).toBe('3,472 days');
  });

  it('on a clock carry hours only when there are some, and never round up', () => {
    expect(formatClock(9.99)).toBe('0:09');
    expect(formatClock(768)).toBe('12:48');
    expect(formatClock(3_723)).toBe('1:02:03');
    expect(formatClock(-1)).toBe('0:00');
  });
});

describe('dates', () => {
  it('keep a calendar day in every time zone', () => {
    expect(formatDate('2024-03-14', 'en')).toBe('March 14, 2024');
    expect(formatDate('2024-03-14', 'es')).toBe('14 de marzo de 2024');
  });

  it('show what they cannot read as it is', () => {
    expect(formatDate('soon', 'en')).toBe('soon');
    expect(formatAgo('soon', 'en')).toBe('soon');
  });

  it('tell how long ago and how soon', () => {
    const now = Date.parse('2026-11-20T12:00:00Z');
    expect(formatAgo('2026-11-19T11:00:00Z', 'en', now)).toBe('yesterday');
    expect(formatAgo('2026-12-20T12:00:00Z', 'en', now)).toBe('next month');
    expect(formatAgo('2026-11-20T11:59:40Z', 'en', now)).toBe('this minute');
    expect(formatAgo('2026-11-20T09:00:00Z', 'es', now)).toBe('hace 3 horas');
  });
});

describe('numbers', () => {
  it('follow the language', () => {
    expect(formatNumber(100_000, 'en')).toBe('100,000');
    expect(formatNumber(100_000, 'es')).toBe('100.000');
    expect(plain(formatPercent(38.4, 'es'))).toBe('38 %');
    expect(formatBitRate(4_800_000, 'es')).toBe('4,8 Mb/s');
    expect(formatBitRate(192_000, 'en')).toBe('192 kb/s');
  });

  it('name languages, and leave codes they do not know', () => {
    expect(formatLanguage('es', 'en')).toBe('Spanish');
    expect(formatLanguage('not a language', 'en')).toBe('not a language');
  });
});
