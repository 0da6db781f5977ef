import type { TFunction } from 'i18next';
import { describe, expect, it } from 'vitest';

import type { Media } from '@/api';
import { asItWas } from '@/ui/media/asItWas';

import { draftFor, isWrong, patchOf, sharedFix } from './fix';
import { byFolder, fileOf, folderOf, range, withAll } from './groups';
import { takenFor, whyWords } from './words';

const media = (id: string, path: string | null, part: Partial<Media> = {}) =>
  ({
    id,
    kind: 'video',
    title: id,
    year: null,
    series: null,
    season_number: null,
    episode_number: null,
    episode_number_end: null,
    locked: null,
    assets: path === null ? [] : [{ path }],
    ...part,
  }) as Media;

describe('groups', () => {
  it('are folders, in the order of the most doubtful', () => {
    const items = [media('a', '/films/x/a.mkv'), media('b', '/anime/b.mkv'), media('c', '/films/x/c.mkv'), media('d', null)];
    expect(byFolder(items).map(({ folder, items: inside }) => [folder, inside.map((one) => one.id)])).toEqual([
      ['/films/x', ['a', 'c']],
      ['/anime', ['b']],
      ['', ['d']],
    ]);
  });

  it('know paths of either kind', () => {
    expect([folderOf(media('a', 'D:\\Films\\a.mkv')), fileOf(media('a', 'D:\\Films\\a.mkv'))]).toEqual(['D:\\Films', 'a.mkv']);
    expect([folderOf(media('a', '/a.mkv')), fileOf(media('a', '/a.mkv'))]).toEqual(['/', 'a.mkv']);
  });
});

it('a shift-click reaches from the last one ticked, in either direction', () => {
  const order = ['a', 'b', 'c', 'd'];
  expect(range(order, 'b', 'd')).toEqual(['b', 'c', 'd']);
  expect(range(order, 'd', 'b')).toEqual(['b', 'c', 'd']);
  expect(range(order, null, 'c')).toEqual(['c']);
  expect(range(order, 'gone', 'c')).toEqual(['c']);
  expect([...withAll(new Set(['a']), ['b', 'c'], true)]).toEqual(['a', 'b', 'c']);
  expect([...withAll(new Set(['a', 'b']), ['a'], false)]).toEqual(['b']);
});

// The key itself stands for its words.
const t = ((key: string, holes?: object) => (holes ? `${key} ${JSON.stringify(holes)}` : key)) as unknown as TFunction<'doubts'> & TFunction<'media'>;

describe('words', () => {
  it('exist for every known code, and any other is said as it is', () => {
    for (const code of ['no_year', 'absolute_number', 'number_guessed', 'no_series', 'no_number']) {
      expect(whyWords(code, t)).toBe(`why.${code}`);
    }
    expect(whyWords('two_suns', t)).toBe('why.other {"code":"two suns"}');
  });

  it('say what a title was taken for', () => {
    expect(takenFor(media('Brook', null, { kind: 'movie', year: 2021 }), t)).toBe('kind.movie · Brook (2021)');
    const episode = { kind: 'episode', series: { id: 's', title: 'Bank' }, season_number: 1, episode_number: 2, episode_number_end: 3 } as const;
    expect(takenFor(media('Stones', null, episode), t)).toBe('kind.episode · Bank · episode {"season":1,"number":"2–3"} · Stones');
    expect(takenFor(media('Bank 1x02', null, { ...episode, season_number: null }), t)).toBe('kind.episode · Bank · episodeOnly {"number":"2–3"}');
  });
});

describe('a fix', () => {
  const one = media('Star 012', null, { kind: 'episode', series: { id: 's', title: 'Star' }, episode_number: 12, locked: ['tags'] });
  const two = media('Star 013', null, { kind: 'episode', series: { id: 's', title: 'Star' }, episode_number: 13 });

  it('begins with what was guessed, of several with what they share', () => {
    expect(draftFor([one])).toMatchObject({ kind: 'episode', title: 'Star 012', series: 'Star', episode: '12' });
    expect(draftFor([one, two])).toMatchObject({ kind: 'episode', title: '', series: 'Star', season: '', episode: '' });
    expect(draftFor([one, media('x', null, { kind: 'clip' })])).toMatchObject({ series: '' });
  });

  it('makes a film of an episode, which then has no place in a series', () => {
    const draft = { ...draftFor([one]), kind: 'movie' as const, title: ' Star ', year: '1999' };
    expect(patchOf(draft)).toEqual({
      kind: 'movie', title: 'Star', year: 1999, series_title: null, season_number: null, episode_number: null, episode_number_end: null,
    });
  });

  it('of several leaves their own names and numbers', () => {
    const draft = { ...draftFor([one, two]), season: '2' };
    expect(sharedFix(draft, ['a', 'b'])).toEqual({ media_ids: ['a', 'b'], kind: 'episode', series_title: 'Star', season_number: 2 });
    expect(sharedFix({ ...draft, season: '' }, ['a'])).toEqual({ media_ids: ['a'], kind: 'episode', series_title: 'Star' });
    expect(sharedFix({ ...draft, kind: 'movie' }, ['a'])).toEqual({ media_ids: ['a'], kind: 'movie', series_title: null, season_number: null });
  });

  it('is not sent while it is half said', () => {
    const draft = draftFor([one]);
    expect(isWrong(draft, false)).toBe(false);
    expect(isWrong({ ...draft, episode: '' }, false)).toBe(true);
    expect(isWrong({ ...draft, series: ' ' }, true)).toBe(true);
    expect(isWrong({ ...draft, season: '1a' }, false)).toBe(true);
    expect(isWrong({ ...draft, kind: 'movie', title: '' }, false)).toBe(true);
    expect(isWrong({ ...draft, kind: 'movie', title: '' }, true)).toBe(false);
  });

  it('is taken back with what was locked before', () => {
    expect(asItWas(one)).toMatchObject({ kind: 'episode', series_title: 'Star', episode_number: 12, locked: ['tags'] });
  });
});
