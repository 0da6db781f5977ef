import { expect, it } from 'vitest';
import { cdnFailed, cdnIsAway, isByCdn, roadsTo } from './detour';

const HERE = 'http://h/api/play/grant/plan';
const LIST = `${HERE}/master.m3u8`;
const CDN = 'https://cdn.example.net/house/api/cdn/link.mac/v0-360/7.m4s';

it('asks the CDN first, then the server', () => {
  expect(roadsTo([CDN], LIST, false)).toEqual([CDN, `${HERE}/v0-360/7.m4s`]);
  // DASH names both by itself.
  expect(roadsTo([CDN, `${HERE}/v0-360/7.m4s`], LIST, false)).toEqual([CDN, `${HERE}/v0-360/7.m4s`]);
  expect(isByCdn(CDN)).toBe(true);
});

it('passes a CDN by that is away', () => {
  expect(roadsTo([CDN], LIST, true)).toEqual([`${HERE}/v0-360/7.m4s`, `${HERE}/v0-360/7.m4s?here`]);
});

it('asks the server a second time for its own bytes', () => {
  const own = `${HERE}/a1-aac1/init.mp4`;
  expect(roadsTo([own], LIST, false)).toEqual([own, `${own}?here`]);
  expect(roadsTo([own, `${own}?here`], LIST, false)).toEqual([own, `${own}?here`]);
  expect(isByCdn(own)).toBe(false);
});

it.each([[LIST], [`${HERE}/v0/index.m3u8`], ['https://elsewhere/api/play/g/p/v0/1.m4s'], [`${HERE}/t2/0.vtt`]])(
  'leaves %s alone',
  (uri) => expect(roadsTo([uri], LIST, true)).toEqual([uri]),
);

it('tries a CDN again after a minute', () => {
  expect(cdnIsAway(1_000)).toBe(false);
  cdnFailed(1_000);
  expect(cdnIsAway(60_999)).toBe(true);
  expect(cdnIsAway(61_000)).toBe(false);
});
