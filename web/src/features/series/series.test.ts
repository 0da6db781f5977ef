import { describe, expect, it } from 'vitest';

import type { Media, SeasonCount, Series } from '@/api';

import { alreadyCalled, changesOf, draftOf } from './draft';
import { numberOf } from './numbers';
import { countSeasons, keyOf, seasonShown } from './seasons';

const season = (number: number | null): SeasonCount => ({ number, episodes: 3, watched: 0, title: null, description: null, poster_url: null, blurhash: null });
const seasons = [season(1), season(2), season(0), season(null)];
const next = (season_number: number | null) => ({ season_number }) as Media;

describe('the season that is shown', () => {
  it('is the one in the address', () => {
    expect(seasonShown('2', seasons, next(1))?.number).toBe(2);
    expect(seasonShown('0', seasons, null)?.number).toBe(0);
    expect(seasonShown('none', seasons, null)?.number).toBeNull();
  });

  it('is that of the next episode, else the first', () => {
    expect(seasonShown(null, seasons, next(2))?.number).toBe(2);
    expect(seasonShown('99', seasons, null)?.number).toBe(1);
    expect(seasonShown(null, [season(0)], next(4))?.number).toBe(0);
    expect(seasonShown(null, [], next(1))).toBeNull();
  });

  it('has a name in the address for each', () => {
    expect(seasons.map((one) => keyOf(one.number))).toEqual(['1', '2', '0', 'none']);
  });

  it('counts neither specials nor what has no season', () => {
    expect(countSeasons(seasons)).toBe(2);
  });
});

it('an episode bears its number, and a file of several both ends', () => {
  const of = (episode_number: number | null, episode_number_end: number | null) => numberOf({ episode_number, episode_number_end });
  expect([of(4, null), of(2, 3), of(2, 2), of(null, null), of(0, null)]).toEqual(['4', '2–3', '2', null, '0']);
});

const series = (part: Partial<Series>) =>
  ({ id: 'a', title: 'Riverbank', original_title: null, year: 2019, description: 'Water.', content_rating: null, episodes: 3, ...part }) as Series;

describe('an edit of a series', () => {
  it('sends only what changed, and null for what was emptied', () => {
    const one = series({});
    expect(changesOf(one, draftOf(one))).toEqual({});
    expect(changesOf(one, { ...draftOf(one), description: ' ', year: '', content_rating: 'TV-14' })).toEqual({
      description: null,
      year: null,
      content_rating: 'TV-14',
    });
    expect(changesOf(one, { ...draftOf(one), title: '  ' })).toEqual({});
    const crime = series({ genres: ['Crime', 'Drama'] });
    expect(changesOf(crime, draftOf(crime))).toEqual({});
    expect(changesOf(crime, { ...draftOf(crime), genres: 'Crime, , Comedy ' })).toEqual({ genres: ['Crime', 'Comedy'] });
    expect(changesOf(crime, { ...draftOf(crime), genres: ' ' })).toEqual({ genres: [] });
    const set = { ...one, locked: ['title', 'year'] };
    expect(changesOf(set, { ...draftOf(set), unlocked: ['year'] })).toEqual({ locked: ['title'] });
    expect(changesOf(set, { ...draftOf(set), year: '1999', unlocked: ['year'] })).toEqual({ year: 1999, locked: ['title', 'year'] });
  });

  it('says which series it would be joined with', () => {
    const other = series({ id: 'b', title: 'River Bank!', year: 2019 });
    const mine = series({ title: 'The Bank' });
    expect(alreadyCalled(mine, 'riverbank', '2019', [mine, other])?.id).toBe('b');
    expect(alreadyCalled(mine, 'riverbank', '', [other])?.id).toBe('b');
    expect(alreadyCalled(mine, 'riverbank', '1999', [other])).toBeUndefined();
    expect(alreadyCalled(mine, 'The bank', '2019', [other])).toBeUndefined();
    expect(alreadyCalled(mine, '', '', [other])).toBeUndefined();
  });
});
