import { describe, expect, it } from 'vitest';

import type { Media } from '@/api';

import { pickHero } from './pick';
import { planOf } from './rows';

const NOW = Date.parse('2026-11-20T12:00:00Z');
const DAY = 86_400_000;

const media = (id: string, part: Partial<Media> = {}) =>
  ({ id, kind: 'video', status: 'ready', progress: null, poster_url: 'p', backdrop_url: null, description: null, added_at: '2026-01-01T00:00:00Z', ...part }) as Media;

const seen = { position_s: 90, duration_s: 90, percent: 100, completed: true, updated_at: '2026-11-19T12:00:00Z' };
const begun = { position_s: 30, duration_s: 90, percent: 33, completed: false, updated_at: '2026-11-19T12:00:00Z' };

describe('the picture of the evening', () => {
  it('is the same all day and another one another day', () => {
    const recent = ['a', 'b', 'c'].map((id) => media(id));
    const today = pickHero(recent, [], NOW)?.media.id;
    expect(pickHero(recent, [], NOW + 3_600_000)?.media.id).toBe(today);
    expect(pickHero(recent, [], NOW + DAY)?.media.id).not.toBe(today);
  });

  it('is never one that is watched or not there while there is another', () => {
    const recent = [media('seen', { progress: seen }), media('away', { status: 'unavailable' }), media('good')];
    for (let day = 0; day < 6; day += 1) expect(pickHero(recent, [], NOW + day * DAY)?.media.id).toBe('good');
  });

  it('is one with a picture and a story while there is one', () => {
    const recent = [media('bare', { poster_url: null }), media('plain'), media('told', { description: 'Once.' })];
    for (let day = 0; day < 6; day += 1) expect(pickHero(recent, [], NOW + day * DAY)?.media.id).toBe('told');
  });

  it('falls back to what there is, and to nothing', () => {
    expect(pickHero([media('seen', { progress: seen })], [], NOW)?.media.id).toBe('seen');
    expect(pickHero([], [media('begun', { progress: begun })], NOW)).toMatchObject({ lead: 'resume' });
    expect(pickHero([], [], NOW)).toBeNull();
  });

  it('says why it stands there', () => {
    expect(pickHero([media('a', { added_at: '2026-11-20T09:00:00Z' })], [], NOW)?.lead).toBe('new');
    expect(pickHero([media('a', { progress: begun })], [], NOW)?.lead).toBe('resume');
    expect(pickHero([media('a')], [], NOW)?.lead).toBe('tonight');
  });
});

describe('further rows', () => {
  it('lead to all of what they are rows of', () => {
    expect(planOf({ kind: 'movie' })).toMatchObject({ id: 'kind:movie', kind: 'movie' });
    expect(planOf({ genre: 'Drama' })).toEqual({ id: 'genre:Drama', kind: undefined, name: 'Drama', seeAll: '/library?genre=Drama' });
    expect(planOf({ channel: 'A channel' }).seeAll).toContain('channel=A+channel');
    expect(planOf({ tag: 'sea' }).seeAll).toContain('tag=sea');
  });
});
