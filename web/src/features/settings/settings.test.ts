import { describe, expect, it } from 'vitest';

import { looksLikeCookies, siteOf } from './cookieText';
import { deviceOf } from './device';
import { HEIGHTS, withHeight } from './streaming/heights';
import { moved, offered } from './taste/order';

describe('the site of what was typed', () => {
  it.each([
    ['video.example', 'video.example'],
    [' https://www.Video.example/watch?v=1 ', 'video.example'],
    ['http://me:secret@m.video.example:8080/x', 'video.example'],
    ['.video.example.', 'video.example'],
    ['bücher.example', 'bücher.example'],
    ['', ''],
    ['../etc/passwd', ''],
    ['a b', 'a'],
    ['<script>', ''],
  ])('%j is %j', (text, site) => {
    expect(siteOf(text)).toBe(site);
  });
});

it('a cookies file has lines of seven fields', () => {
  expect(looksLikeCookies('# Netscape HTTP Cookie File\n.video.example\tTRUE\t/\tTRUE\t0\tSID\tx')).toBe(true);
  expect(looksLikeCookies('#HttpOnly_.video.example\tTRUE\t/\tTRUE\t0\tSID\tx')).toBe(true);
  expect(looksLikeCookies('SID=x; path=/')).toBe(false);
  expect(looksLikeCookies('# only\t\t\t\t\t\ta comment')).toBe(false);
});

describe('the name of a device', () => {
  it.each([
    ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 Chrome/140 Safari/537.36', 'Chrome · Linux', 'computer'],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit Version/19 Safari/604.1', 'Safari · iPhone', 'phone'],
    ['Mozilla/5.0 (Windows NT 10.0) AppleWebKit/537.36 Chrome/140 Safari/537.36 Edg/140', 'Edge · Windows', 'computer'],
    ['python-httpx/0.28', 'python-httpx', 'program'],
    ['', '', 'program'],
  ])('%s', (agent, name, shape) => {
    expect(deviceOf(agent)).toEqual({ name, shape });
  });
});

describe('the qualities that are prepared', () => {
  it('are added and taken away, and all of them are written as none', () => {
    expect(withHeight([], 720)).toEqual([720]);
    expect(withHeight([1080, 480], 720)).toEqual([480, 720, 1080]);
    expect(withHeight([480, 720], 480)).toEqual([720]);
    expect(withHeight(HEIGHTS.slice(1), 2160)).toEqual([]);
  });
});

describe('the order of languages', () => {
  it('changes by one place, and not beyond the ends', () => {
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
  });

  it('offers the browser’s own first, each once, and none that is chosen', () => {
    const tags = offered(['de', 'pt-br'], ['it-CH', 'it', 'de', 'it'], 'en').map(({ value }) => value);
    expect(tags.slice(0, 2)).toEqual(['it-CH', 'it']);
    expect(new Set(tags).size).toBe(tags.length);
    expect(tags).not.toContain('de');
    expect(tags).not.toContain('pt-BR');
    expect(tags).toContain('pt');
  });
});
