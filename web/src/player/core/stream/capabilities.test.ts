import { expect, test } from 'vitest';
import { capabilitiesOf, type Browser } from './capabilities';

const browser = (more: Partial<Browser> = {}): Browser => ({
  isTypeSupported: () => false,
  canPlayType: () => '',
  decodingInfo: () => Promise.resolve({ supported: true }),
  screen: () => ({ width: 1920, height: 1080 }),
  bandwidth_bps: () => null,
  hdr: () => null,
  channels: () => null,
  ...more,
});

test('says yes only to what the browser says yes to', async () => {
  const answer = await capabilitiesOf(
    browser({ isTypeSupported: (mime) => /avc1|mp4a\.40\.2/.test(mime) }),
  );
  expect(answer.mp4?.['avc1.640028']).toBe(true);
  expect(answer.mp4?.['mp4a.40.2']).toBe(true);
  expect(answer.mp4?.['hvc1.1.6.L120.90']).toBe(false);
  expect(answer.supported).toContain('video/mp4; codecs="avc1.640028"');
  expect(answer.supported).toContain('audio/mp4; codecs="mp4a.40.2"');
  expect(answer.supported.some((mime) => mime.includes('hvc1'))).toBe(false);
});

test('a picture too large for the machine is taken back', async () => {
  const answer = await capabilitiesOf(
    browser({
      isTypeSupported: () => true,
      decodingInfo: (config) => Promise.resolve({ supported: (config.video?.height ?? 0) < 2160 }),
    }),
  );
  expect(answer.mp4?.['av01.0.08M.08']).toBe(true);
  expect(answer.mp4?.['av01.0.12M.08']).toBe(false);
});

test('a browser without MediaCapabilities, or with one that throws, is believed', async () => {
  for (const decodingInfo of [() => null, () => Promise.reject(new TypeError('bad config'))]) {
    const answer = await capabilitiesOf(browser({ isTypeSupported: () => true, decodingInfo }));
    expect(answer.mp4?.['av01.0.12M.08']).toBe(true);
  }
});

test('files as they are come from canPlayType, each mime once', async () => {
  const answer = await capabilitiesOf(
    browser({
      isTypeSupported: () => true,
      canPlayType: (mime) => (mime.startsWith('video/webm') ? 'maybe' : ''),
    }),
  );
  expect(answer.supported).toContain('video/webm; codecs="vp9,opus"');
  expect(answer.supported).not.toContain('video/x-matroska');
  expect(new Set(answer.supported).size).toBe(answer.supported.length);
});

test('a browser that can nothing answers with empty hands', async () => {
  const answer = await capabilitiesOf(browser());
  expect(answer.supported).toEqual([]);
  expect(Object.values(answer.mp4 ?? {}).some(Boolean)).toBe(false);
});
