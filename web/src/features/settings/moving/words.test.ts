import { describe, expect, it } from 'vitest';

import type { ForeignUser, Import } from '@/api';

import { canBeGivenBack, canBeTaken, changes, itemName, itemPath, NO_ORDER, orderOf, reasonGroups } from './words';

const counts = (part: Partial<Import['counts']> = {}) => ({ titles: 0, matched: 0, unmatched: 0, lists: 0, people: 0, by_reason: {}, ...part });

const found = (part: Partial<Import>): Import => ({
  id: 'i',
  program: 'plex',
  path: '/plex.db',
  state: 'looked',
  version: '',
  notes: [],
  counts: counts({ titles: 2, matched: 1, people: 1 }),
  users: [],
  accounts: [],
  changed: {},
  error: null,
  job_id: null,
  created_at: '2026-11-20T12:00:00Z',
  updated_at: '2026-11-20T12:00:00Z',
  ...part,
});

const user = (id: string, account_id: string | null): ForeignUser => ({
  id,
  name: id,
  account_id,
  watched: 0,
  in_progress: 0,
  rated: 0,
  favourites: 0,
  matched: 0,
});

it('what did not match comes first, and a reason nobody knows is not lost', () => {
  const groups = reasonGroups({ counts: counts({ by_reason: { path: 3, not_here: 2, title: 0, two_fit: 1, omen: 4 } }) });
  expect(groups.map(({ code, known, here }) => [code, known !== null, here])).toEqual([
    ['omen', false, false],
    ['two_fit', true, false],
    ['not_here', true, false],
    ['path', true, true],
  ]);
});

describe('an order', () => {
  it('names everybody: who was chosen, who was known, and nobody', () => {
    const users = [user('1', 'ana'), user('2', null), user('3', 'ben'), user('4', null)];
    const order = orderOf(users, { ...NO_ORDER, users: { '3': '', '4': 'ana' } });
    expect(order.users).toEqual({ '1': 'ana', '2': null, '3': null, '4': 'ana' });
  });

  it('leaves half a pair of folders out', () => {
    const prefixes = [
      { theirs: ' /mnt/films ', ours: '/srv/films' },
      { theirs: '/x', ours: ' ' },
      { theirs: '', ours: '' },
    ];
    expect(orderOf([], { ...NO_ORDER, prefixes }).prefixes).toEqual({ '/mnt/films': '/srv/films' });
  });
});

it('is taken over where there is something to take, and given back where something was', () => {
  expect(canBeTaken(found({}))).toBe(true);
  expect(canBeTaken(found({ program: 'ytdlp' }))).toBe(false);
  expect(canBeTaken(found({ counts: counts() }))).toBe(false);
  expect(canBeGivenBack(found({}))).toBe(false);
  expect(canBeGivenBack(found({ state: 'applied', changed: { progress: 2 } }))).toBe(true);
  expect(canBeGivenBack(found({ state: 'undoing', changed: { progress: 2 } }))).toBe(false);
  expect(canBeGivenBack(found({ state: 'undone', changed: { undone: 2, kept: 1 } }))).toBe(false);
  expect(changes(found({ changed: { kept: 1, undone: 2, spells: 4 } }))).toEqual([
    { kind: 'undone', count: 2 },
    { kind: 'kept', count: 1 },
  ]);
});

it('a title is called as people call it', () => {
  expect(itemName({ title: 'Lies', record: { series: 'Dark', season: 1, episode: 2 } })).toBe('Dark S01E02 · Lies');
  expect(itemName({ title: 'Dark', record: { series: 'Dark', season: 1, episode: 2 } })).toBe('Dark S01E02');
  expect(itemName({ title: 'Dune', record: { year: 2021 } })).toBe('Dune (2021)');
  expect(itemName({ title: 'youtube x', record: {} })).toBe('youtube x');
  expect(itemPath({ record: { paths: ['/a/b.mkv', '/c'] } })).toBe('/a/b.mkv');
  expect(itemPath({ record: { paths: 'nonsense' } })).toBe('');
});
