import { expect, test } from 'vitest';
import { textOf } from '../hearing';
import { PLAYBACK } from '../stream/sessionBench';
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
    video: [], audio: [], fonts_url: null,
    text: [text, { ...text, id: 't3', form: 'image' as const, url: null, images_url: '/images.json' }, { ...text, url: null }],
  };
  expect(textOf({ ...PLAYBACK, tracks }).map(({ id, url, image, described }) => [id, url, image, described])).toEqual([
    ['t2', '/all.vtt', false, true], ['t3', '/images.json', true, true],
  ]);
});

test('ASS is offered with its design and the fonts of the film, other words without', () => {
  const ass = {
    id: 't2', form: 'ass', language: 'en', label: null, url: '/all.vtt', own_url: '/own.ass', images_url: null,
    default: false, forced: false, described: false, uploaded: false,
  } as const;
  const srt = { ...ass, id: 't3', form: 'vtt' as const, own_url: '/own.srt' };
  const tracks = { video: [], audio: [], fonts_url: '/fonts/list.json', text: [ass, srt] };
  expect(textOf({ ...PLAYBACK, tracks }).map(({ id, designed, design }) => [id, designed, design])).toEqual([
    ['t2', true, { script_url: '/own.ass', fonts_url: '/fonts/list.json' }], ['t3', false, null],
  ]);
});
