import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';

import type { Media } from '@/api';

import { initialsOf } from '../Avatar';
import { byPerson } from './people';
import { stillOf } from './still';
import { episodeMark, noteLeft, noteNext } from './words';

const t = ((key: string, holes?: Record<string, unknown>) => holes ? `${key}:${Object.values(holes).join('/')}` : key) as unknown as TFunction<'media'>;
const episode = (part: Partial<Media>) =>
  ({ title: 'Stones', extra_kind: null, progress: null, series: { id: 's', title: 'Riverbank' }, season_number: 1, episode_number: 2, episode_number_end: null, ...part }) as Media;

describe('the mark of an episode', () => {
  it('has both ends of a range', () => {
    expect(episodeMark(episode({}), t)).toBe('episode:1/2');
    expect(episodeMark(episode({ episode_number_end: 3 }), t)).toBe('episode:1/2–3');
    expect(episodeMark(episode({ season_number: null, episode_number_end: 3 }), t)).toBe('episodeOnly:2–3');
    expect(episodeMark(episode({ season_number: 0 }), t)).toBe('episode:0/2');
    expect(episodeMark(episode({ episode_number: null }), t)).toBeNull();
  });

  it('stands before the title where the series is named above', () => {
    expect(noteNext(episode({}), t)).toBe('episode:1/2 · Stones');
    expect(noteNext(episode({ title: 'Riverbank' }), t)).toBe('episode:1/2');
    const progress = { position_s: 60, duration_s: 120, percent: 50, completed: false, updated_at: '2026-11-19T12:00:00Z' };
    expect(noteLeft(episode({ progress, duration_s: 120 }), t)).toBe('episode:1/2 · Stones · left:1 min');
    expect(noteLeft(episode({ extra_kind: 'teaser', progress: null, duration_s: 60 }), t)).toBe('extraKind.other · 1 min');
  });
});

it('somebody who does several things is one person', () => {
  const part = (id: number, job: string, character: string | null = null) => ({ id, name: `N${id}`, job, character });
  expect(byPerson([part(1, 'director'), part(2, 'actor', 'Ada'), part(1, 'writer'), part(1, 'actor', 'Postman'), part(2, 'actor', 'Ada')])).toEqual([
    { id: 1, name: 'N1', jobs: ['director', 'writer', 'actor'], characters: ['Postman'] },
    { id: 2, name: 'N2', jobs: ['actor'], characters: ['Ada'] },
  ]);
});

it('initials are of the first and the last name', () => {
  expect(['Ingrid Solheim', 'Cher', 'Juan del Río', 'J. R. R. Tolkien', '李安', ''].map(initialsOf)).toEqual(['IS', 'C', 'JR', 'JT', '李', '?']);
});

it('a wide card takes the backdrop, an episode its own still', () => {
  const pictures = { poster_url: 'p', backdrop_url: 'b' };
  expect(stillOf({ kind: 'movie', ...pictures })).toEqual({ src: 'b', wide: 'p' });
  expect(stillOf({ kind: 'episode', ...pictures })).toEqual({ src: 'p', wide: 'b' });
  expect(stillOf({ kind: 'movie', poster_url: 'p', backdrop_url: null })).toEqual({ src: 'p', wide: null });
});
