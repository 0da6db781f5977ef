import { expect, test } from 'vitest';
import { cureOf, siteOf, understand } from './understand';

test.each([
  ['https://video.example/watch?v=1', 'https://video.example/watch?v=1'],
  ['  HTTP://video.example/x  ', 'HTTP://video.example/x'],
  ['youtu.be/abc', 'https://youtu.be/abc'],
  ['www.example.com', 'https://www.example.com'],
  ['192.168.1.5:8080/film.mp4', 'https://192.168.1.5:8080/film.mp4'],
  ['münchen.example/film', 'https://münchen.example/film'],
  ['Look at this: https://video.example/x.', 'https://video.example/x'],
  ['(https://video.example/x)', 'https://video.example/x'],
  ['https://en.wiki.example/Brook_(river)', 'https://en.wiki.example/Brook_(river)'],
])('%s is a link', (text, url) => {
  expect(understand(text)).toEqual({ kind: 'link', url });
});

test.each([
  ['/media/films', '/media/films'], ['~/Videos', '~/Videos'], ['file:///media/a b', 'file:///media/a b'],
  ['/media/https://odd', '/media/https://odd'],
  ['C:\\Users\\Ada\\Videos', 'C:\\Users\\Ada\\Videos'], ['"D:\\Films"', 'D:\\Films'], ['\\\\nas\\films', '\\\\nas\\films'],
])('%s is a path', (text, path) => {
  expect(understand(text)).toEqual({ kind: 'path', path });
});

test.each(['brook', 'a brook in spring', 'javascript:alert(1)', 'ftp:', 'film.', '...', '.hidden'])('%s is not clear', (text) => {
  expect(understand(text).kind).toBe('unclear');
});

test('an empty field is nothing', () => {
  expect(understand('  \n').kind).toBe('nothing');
});

test('the site of a link', () => {
  expect(siteOf('https://www.video.example:8080/x')).toBe('video.example');
  expect(siteOf('not a link')).toBe('not a link');
});

test('cookies cure what asks for sign-in; a wrong link is not tried again', () => {
  expect(cureOf('sign_in')).toEqual({ cookies: true, again: true });
  expect(cureOf('no_video')).toEqual({ cookies: false, again: false });
  expect(cureOf('something_new')).toEqual({ cookies: false, again: true });
});
