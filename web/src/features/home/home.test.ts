import { describe, expect, it } from 'vitest';

import type { Media } from '@/api';

import { pickHero } from './pick';
import { rowsFor } from './rows';

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

const shelf = (name: string, count: number) => ({ name, count, poster_url: null, blurhash: null });

describe('further rows', () => {
  it('are there only for what has enough titles, the largest first', () => {
    const rows = rowsFor({
      byKind: { movie: 12, video: 5, clip: 4 },
      genres: [shelf('Noir', 6), shelf('Drama', 9), shelf('Rare', 4)],
      channels: [shelf('A channel', 7)],
      tags: [{ name: 'few', count: 4 }, { name: 'drama', count: 50 }, { name: 'many', count: 40 }],
    });
    expect(rows.map((row) => row.id)).toEqual(['kind:movie', 'kind:video', 'genre:Drama', 'genre:Noir', 'channel:A channel', 'tag:many']);
    expect(rows[2]?.seeAll).toBe('/library?genre=Drama');
    expect(rows[4]?.query.channel).toBe('A channel');
  });

  it('do not repeat a library of one kind', () => {
    expect(rowsFor({ byKind: { movie: 1_000 } })).toEqual([]);
  });
});
