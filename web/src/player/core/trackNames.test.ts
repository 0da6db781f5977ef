import { expect, test } from 'vitest';
import { textOf } from './player';
import { PLAYBACK } from './sessionBench';
import { namesOf } from './trackNames';

const nth = (n: number) => `Track ${n}`;
const track = (language: string | null, label: string | null = null) => ({ language, label });

test('languages are told in the words of the reader, with the own name where it says more', () => {
  const tracks = [track('en'), track('pt-BR', 'Brasil'), track(null, 'Songs'), track(null), track('fr', 'fr')];
  expect(namesOf(tracks, [], 'en', nth)).toEqual([
    'English', 'Brazilian Portuguese (Brasil)', 'Songs', 'Track 4', 'French',
  ]);
});

test('two of the same name get numbers, unless a note tells them apart', () => {
  const same = [track('en'), track('en'), track('en')];
  expect(namesOf(same, [null, 'forced', null], 'en', nth)).toEqual(['English 1', 'English', 'English 2']);
});

test('pictures are offered by their list, and what has no address is not offered', () => {
  const text = {
    id: 't2', form: 'vtt', language: 'en', label: null, url: '/all.vtt', own_url: null, images_url: null,
    default: false, forced: false, described: true, uploaded: false,
  } as const;
  const tracks = {
    video: [], audio: [],
    text: [text, { ...text, id: 't3', form: 'image' as const, url: null, images_url: '/images.json' }, { ...text, url: null }],
  };
  expect(textOf({ ...PLAYBACK, tracks }).map(({ id, url, image, described }) => [id, url, image, described])).toEqual([
    ['t2', '/all.vtt', false, true], ['t3', '/images.json', true, true],
  ]);
});
