import { describe, expect, it } from 'vitest';

import type { Asset, Media } from '@/api';
import { yearProblem } from '@/lib/years';
import { editionOf, versionName } from '@/ui/media/versions';

import { changesOf, draftOf, problemsOf } from './draft';
import { seenOf } from './seen';
import { withTags } from '@/ui/tags';

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

describe('what is locked', () => {
  const locked = { ...media, locked: ['title', 'year'], season_number: null, episode_number: null, episode_number_end: null } as Media;

  it('is not spoken of while no lock is opened', () => {
    expect(changesOf(locked, { ...draftOf(locked), tagline: 'Some boats never leave.' })).toEqual({ tagline: 'Some boats never leave.' });
  });

  it('is all but what was opened, and what changes now stays locked', () => {
    expect(changesOf(locked, { ...draftOf(locked), unlocked: ['year'] })).toEqual({ locked: ['title'] });
    expect(changesOf(locked, { ...draftOf(locked), tagline: 'A', unlocked: ['year'] })).toEqual({ tagline: 'A', locked: ['tagline', 'title'] });
    expect(changesOf(locked, { ...draftOf(locked), year: '2020', unlocked: ['year'] })).toEqual({ year: 2020, locked: ['title', 'year'] });
  });
});

describe('an episode while it is edited', () => {
  it('sends its numbers as numbers and its window with a zone', () => {
    const change = changesOf(media, { ...draftOf(media), series_title: 'Riverbank', season_number: '0', episode_number: '2', available_from: '2026-01-02T03:04' });
    expect(change).toEqual({ series_title: 'Riverbank', season_number: 0, episode_number: 2, available_from: new Date(2026, 0, 2, 3, 4).toISOString() });
  });

  it('is wrong when it ends before it begins', () => {
    const wrong = problemsOf({ ...draftOf(media), episode_number: '4', episode_number_end: '3', available_from: '2026-01-02T00:00', available_until: '2026-01-01T00:00' });
    expect([wrong.episode_number_end, wrong.available_until, wrong.episode_number]).toEqual([true, true, false]);
  });
});

it('a version is told by its cut and its size, and a label that repeats them is left out', () => {
  const asset = { edition: 'Director’s Cut', label: '4k', width: 3840, height: 2160, hdr: null, container: 'matroska' } as unknown as Asset;
  expect(versionName(asset)).toBe('Director’s Cut · 4K');
  expect(versionName({ ...asset, edition: null, label: 'Remux' })).toBe('Remux · 4K');
  expect(versionName({ ...asset, edition: null, label: null, width: null, height: null })).toBe('MKV');
  expect(editionOf([asset, asset])).toBe('Director’s Cut');
  expect(editionOf([asset, { edition: null }])).toBeNull();
  expect(editionOf([])).toBeNull();
});
