import { describe, expect, it } from 'vitest';

import { channelsName, codecName, hdrName, platformName, qualityName } from './names';

describe('the name of a quality', () => {
  it.each([
    [3840, 2160, '4K'],
    [3840, 1600, '4K'],
    [1920, 1080, '1080p'],
    [1920, 800, '1080p'],
    [1080, 1920, '1080p'],
    [1280, 720, '720p'],
    [854, 480, '480p'],
    [320, 240, '240p'],
  ])('of %d by %d is %s', (width, height, name) => {
    expect(qualityName(width, height)).toBe(name);
  });

  it('is unknown without a picture', () => {
    expect(qualityName(null, null)).toBeNull();
    expect(qualityName(0, 0)).toBeNull();
  });
});

it('names what is known and shouts the rest', () => {
  expect(codecName('hevc')).toBe('HEVC');
  expect(codecName('prores')).toBe('PRORES');
  expect(channelsName(6)).toBe('5.1');
  expect(channelsName(5)).toBe('5 ch');
  expect(channelsName(0)).toBeNull();
  expect(hdrName('sdr')).toBeNull();
  expect(hdrName('hdr10')).toBe('HDR');
  expect(platformName('YouTube')).toBe('YouTube');
  expect(platformName('peertube')).toBe('Peertube');
});
