import { describe, expect, it } from 'vitest';

import type { Media } from '@/api';

import { changesOf, draftOf, yearProblem } from './draft';
import { seenOf } from './seen';
import { withTags } from './tags';

const media = {
  title: 'The Brook',
  original_title: null,
  description: 'Water.',
  year: 2021,
  kind: 'movie',
  uploader: null,
  upload_date: null,
  tags: ['walks'],
  genres: [],
} as unknown as Media;

describe('what an edit sends', () => {
  it('is nothing while nothing changed', () => {
    expect(changesOf(media, draftOf(media))).toEqual({});
    expect(changesOf(media, { ...draftOf(media), title: ' The Brook ' })).toEqual({});
  });

  it('is only what changed, and null for what was emptied', () => {
    expect(changesOf(media, { ...draftOf(media), description: '', year: '', tags: ['walks', 'water'] })).toEqual({
      description: null,
      year: null,
      tags: ['walks', 'water'],
    });
  });

  it('is never an empty title', () => {
    expect(changesOf(media, { ...draftOf(media), title: '  ' })).toEqual({});
  });
});

it('a year has four digits or is left out', () => {
  expect(['', '1895', '2199'].map(yearProblem)).toEqual([false, false, false]);
  expect(['95', '20266', '1799', 'soon', '-200'].map(yearProblem)).toEqual([true, true, true, true, true]);
});

it('tags are cleaned, split at commas and never doubled', () => {
  expect(withTags(['Walks'], 'walks,  slow   water ,, birds')).toEqual(['Walks', 'slow water', 'birds']);
});

it('a chapter is seen as far as the film has come', () => {
  const chapter = { start_s: 100, end_s: 200, title: null };
  expect(seenOf(chapter, 50)).toBe(0);
  expect(seenOf(chapter, 150)).toBe(50);
  expect(seenOf(chapter, 900)).toBe(100);
  expect(seenOf({ ...chapter, end_s: 100 }, 150)).toBe(0);
});
