import { expect, test } from 'vitest';
import { keyIsTaken, wishOf, type KeyHolder } from './keys';

const press = (key: string, more = {}) => ({
  key, ctrlKey: false, metaKey: false, altKey: false, ...more,
});
const holder = (tag: string, more: Partial<KeyHolder> = {}): KeyHolder => ({
  tag, role: null, editable: false, ...more,
});

test.each([
  [' ', { do: 'toggle' }],
  ['k', { do: 'toggle' }],
  ['K', { do: 'toggle' }],
  ['j', { do: 'skip', by_s: -10 }],
  ['l', { do: 'skip', by_s: 10 }],
  ['ArrowLeft', { do: 'skip', by_s: -5 }],
  ['ArrowRight', { do: 'skip', by_s: 5 }],
  ['ArrowUp', { do: 'volume_step', by: 0.05 }],
  ['ArrowDown', { do: 'volume_step', by: -0.05 }],
  ['m', { do: 'toggle_mute' }],
  ['f', { do: 'toggle_fullscreen' }],
  ['c', { do: 'toggle_text' }],
  ['i', { do: 'toggle_pip' }],
  ['<', { do: 'rate_step', by: -1 }],
  ['>', { do: 'rate_step', by: 1 }],
  ['0', { do: 'seek_part', part: 0 }],
  ['9', { do: 'seek_part', part: 0.9 }],
  [',', { do: 'frame', by: -1 }],
  ['.', { do: 'frame', by: 1 }],
  ['MediaPlayPause', { do: 'toggle' }],
  ['MediaFastForward', { do: 'skip', by_s: 10 }],
  ['MediaRewind', { do: 'skip', by_s: -10 }],
  ['MediaTrackPrevious', { do: 'start_over' }],
])('%s asks the player for %o', (key, request) => {
  expect(wishOf(press(key))).toEqual({ to: 'player', request });
});

test.each([
  ['n', 'next'], ['?', 'help'], ['Escape', 'back'], ['GoBack', 'back'], ['ChannelUp', 'next'], ['Enter', 'controls'],
])('%s is for the page', (key, show) => {
  expect(wishOf(press(key))).toEqual({ to: 'screen', show });
});

test.each(['ctrlKey', 'metaKey', 'altKey'])('with %s the key stays the browser’s', (modifier) => {
  expect(wishOf(press('f', { [modifier]: true }))).toBeNull();
});

test('keys that mean nothing are left alone', () => {
  for (const key of ['q', 'Tab', 'F5', 'Unidentified', 'constructor']) {
    expect(wishOf(press(key))).toBeNull();
  }
});

test('a field being written in keeps every key', () => {
  expect(keyIsTaken(press('k'), holder('INPUT'))).toBe(true);
  expect(keyIsTaken(press('k'), holder('DIV', { editable: true }))).toBe(true);
});

test('a button keeps space and enter, a slider its arrows, a menu everything', () => {
  expect(keyIsTaken(press(' '), holder('BUTTON'))).toBe(true);
  expect(keyIsTaken(press('k'), holder('BUTTON'))).toBe(false);
  expect(keyIsTaken(press('ArrowLeft'), holder('DIV', { role: 'slider' }))).toBe(true);
  expect(keyIsTaken(press('k'), holder('DIV', { role: 'slider' }))).toBe(false);
  expect(keyIsTaken(press('k'), holder('DIV', { role: 'menuitemradio' }))).toBe(true);
  expect(keyIsTaken(press(' '), holder('DIV'))).toBe(false);
});
