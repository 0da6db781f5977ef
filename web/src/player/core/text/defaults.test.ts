import { describe, expect, test } from 'vitest';
import type { Choices } from '@/api';
import { firstSound, firstText, wantedText, type Wishes } from './defaults';

const NOTHING: Choices = { audio: null, text: null, text_delay_s: 0 };
const wishes = (more: Partial<Wishes> = {}): Wishes => ({
  audio_languages: [], text_languages: [], text_mode: 'auto', browser_languages: ['en-US', 'en'], ...more,
});

const sound = (id: string, language: string | null, more: { label?: string; default?: boolean } = {}) => ({
  id, language, label: null, default: false, ...more,
});
type Form = 'vtt' | 'ass' | 'image';
const text = (id: string, language: string | null, more: Partial<{ label: string; forced: boolean; described: boolean; form: Form }> = {}) => ({
  id, language, label: null, form: 'vtt' as Form, forced: false, described: false, ...more,
});

describe('the sound to begin with', () => {
  const japanese = sound('a0', 'jpn', { default: true });
  const english = sound('a1', 'eng');
  const remarks = sound('a2', 'en', { label: "Director's commentary" });
  const german = sound('a3', 'ger');

  test.each([
    ['the viewer’s first language', wishes({ audio_languages: ['de', 'en'] }), 'a3'],
    ['the second where the first is not there', wishes({ audio_languages: ['fr', 'ja'] }), 'a0'],
    ['the browser’s where the viewer said nothing', wishes(), 'a1'],
    ['the file’s own where nothing fits', wishes({ audio_languages: ['fr'] }), 'a0'],
  ])('%s', (_, wish, id) => {
    expect(firstSound([japanese, remarks, english, german], NOTHING, wish)?.id).toBe(id);
  });

  test('remarks are never begun with, but where the file itself does', () => {
    expect(firstSound([japanese, remarks], NOTHING, wishes())?.id).toBe('a0');
    expect(firstSound([{ ...remarks, default: true }, english], NOTHING, wishes())?.id).toBe('a2');
  });

  test('of two in a language the one the file begins with', () => {
    const stereo = sound('a4', 'en', { default: true });
    expect(firstSound([english, stereo], NOTHING, wishes())?.id).toBe('a4');
  });

  test('what was chosen comes before all, by language and name', () => {
    const choose = (language: string | null, label: string | null) => ({ ...NOTHING, audio: { id: null, language, label } });
    const all = [japanese, english, remarks, german];
    expect(firstSound(all, choose('en', "Director's commentary"), wishes())?.id).toBe('a2');
    expect(firstSound(all, choose('deu', 'Deutsch 5.1'), wishes())?.id).toBe('a3');
    expect(firstSound(all, choose('fr', null), wishes())?.id).toBe('a1');
  });

  test('no sound is no sound, and one of no language is played', () => {
    expect(firstSound([], NOTHING, wishes())).toBeNull();
    expect(firstSound([sound('a0', null)], NOTHING, wishes())?.id).toBe('a0');
  });
});

describe('the subtitles to begin with', () => {
  const english = text('en', 'en');
  const told = text('sdh', 'en', { described: true });
  const forced = text('signs', 'en', { forced: true });
  const spanish = text('es', 'es');
  const begin = (texts: ReturnType<typeof text>[], wish: Wishes, heard: string | null, choices = NOTHING) =>
    firstText(texts, choices, wish, heard);

  test('unasked: where the sound is in none of the viewer’s languages', () => {
    expect(begin([told, english, spanish], wishes(), 'fr')).toBe('en');
    expect(begin([english, spanish], wishes({ text_languages: ['es'] }), 'en')).toBe('es');
    expect(begin([english], wishes(), 'eng')).toBeNull();
    expect(begin([english], wishes(), null)).toBeNull();
  });

  test('the languages liked to hear are not those that are understood', () => {
    expect(begin([english], wishes({ audio_languages: ['ja'], text_languages: ['en'] }), 'ja')).toBe('en');
  });

  test('foreign words in a language that is understood', () => {
    expect(begin([english, forced, spanish], wishes(), 'en')).toBe('signs');
    expect(begin([text('f', 'fr', { forced: true })], wishes(), 'en')).toBeNull();
    expect(begin([forced, english], wishes(), null)).toBe('signs');
    expect(begin([text('f', 'de', { forced: true })], wishes(), null)).toBeNull();
  });

  test.each([
    ['always', 'en', 'en'],
    ['always', 'fr', 'en'],
    ['forced', 'en', 'signs'],
    ['forced', 'fr', null],
    ['off', 'en', null],
    ['off', 'fr', null],
  ] as const)('%s, hearing %s: %s', (text_mode, heard, id) => {
    expect(begin([forced, told, english], wishes({ text_mode }), heard)).toBe(id);
  });

  test('for the hard of hearing only where there is no other, and words before pictures', () => {
    expect(begin([told, text('pic', 'en', { form: 'image' })], wishes(), 'fr')).toBe('pic');
    expect(begin([text('pic', 'en', { form: 'image' }), english], wishes(), 'fr')).toBe('en');
    expect(begin([told], wishes(), 'fr')).toBe('sdh');
  });

  test('regions: the very one, else the plain language, else another', () => {
    const [plain, brazil, portugal] = [text('pt', 'pt'), text('br', 'pt-BR'), text('eu', 'pt-PT')];
    const want = (language: string) => wishes({ text_languages: [language] });
    expect(begin([portugal, plain, brazil], want('pt-BR'), 'en')).toBe('br');
    expect(begin([portugal, plain], want('pt-br'), 'en')).toBe('pt');
    expect(begin([portugal], want('pt-BR'), 'en')).toBe('eu');
    expect(begin([brazil, plain], want('pt'), 'en')).toBe('pt');
    expect(begin([brazil], want('pt'), 'pt-PT')).toBeNull();
  });

  test('of unknown language: not unasked', () => {
    expect(begin([text('x', null), text('y', 'und')], wishes({ text_mode: 'always' }), 'en')).toBeNull();
  });

  test('what was chosen is found again: the same, else one like it', () => {
    const chosen = (more: object) => ({ ...NOTHING, text: { id: null, language: 'en', label: null, forced: false, described: false, ...more } });
    const all = [spanish, told, english, forced];
    expect(begin(all, wishes(), 'en', chosen({ id: 'sdh', described: true }))).toBe('sdh');
    expect(begin(all, wishes(), 'en', chosen({ id: 'gone', described: true }))).toBe('sdh');
    expect(begin(all, wishes(), 'en', chosen({ forced: true }))).toBe('signs');
    expect(begin([told], wishes(), 'en', chosen({}))).toBe('sdh');
    expect(begin([spanish, forced], wishes({ text_mode: 'off' }), 'en', chosen({}))).toBeNull();
    expect(begin(all, wishes({ text_mode: 'always' }), 'fr', { ...NOTHING, text: 'off' })).toBeNull();
  });

  test('a key brings back what would be wanted, even of a language nobody named', () => {
    expect(wantedText([spanish, english], { ...NOTHING, text: 'off' }, wishes({ text_mode: 'off' }))).toBe('en');
    expect(wantedText([spanish], NOTHING, wishes())).toBe('es');
    expect(wantedText([forced], NOTHING, wishes({ text_languages: ['de'] }))).toBe('signs');
    expect(wantedText([], NOTHING, wishes())).toBeNull();
  });
});
