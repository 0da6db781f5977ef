import { describe, expect, it } from 'vitest';

import type { Asset, Media } from '@/api';
import { asItWas } from '@/ui/media/asItWas';

import { merits, placeOf, proposed } from './compare';

const asset = (width: number, size_bytes: number, more: Partial<Asset> = {}) =>
  ({ id: `a${width}`, width, height: (width * 9) / 16, size_bytes, hdr: null, path: null, key: null, ...more }) as Asset;

const media = (id: string, assets: Asset[], more: Partial<Media> = {}) =>
  ({ id, title: id, kind: 'video', year: null, description: null, added_at: '2026-01-01T00:00:00Z', assets, locked: [], doubts: null, progress: null, ...more }) as Media;

describe('what each is best at', () => {
  const large = media('large', [asset(3840, 900, { hdr: 'hdr10' })]);
  const small = media('small', [asset(1280, 100)]);

  it('names only what tells one from the others', () => {
    expect(merits(large, [large, small])).toEqual(['sharpest', 'hdr']);
    expect(merits(small, [large, small])).toEqual(['smallest']);
    const twin = media('twin', [asset(1280, 100)]);
    expect(merits(small, [small, twin])).toEqual([]);
  });

  it('counts all the files of a title', () => {
    const both = media('both', [asset(1280, 60), asset(1920, 60)]);
    expect(merits(both, [both, small])).toEqual(['sharpest']);
    expect(merits(media('none', []), [media('none', []), small])).toEqual(['smallest']);
  });
});

describe('which one stays', () => {
  const plain = media('plain', [asset(3840, 900)]);
  it('prefers one that somebody watches, then one edited by hand, then the sharpest', () => {
    const begun = media('begun', [asset(640, 9)], { progress: { position_s: 5 } as Media['progress'] });
    const edited = media('edited', [asset(640, 9)], { locked: ['title'] });
    expect(proposed([plain, edited, begun])?.id).toBe('begun');
    expect(proposed([plain, edited])?.id).toBe('edited');
    expect(proposed([media('dull', [asset(640, 9)]), plain])?.id).toBe('plain');
    expect(proposed([])).toBeUndefined();
  });

  it('of two that are alike keeps the one that was there first', () => {
    const later = media('later', [asset(3840, 900)], { added_at: '2026-02-01T00:00:00Z' });
    expect(proposed([later, plain])?.id).toBe('plain');
  });
});

it('gives a version that is taken out again its own name', () => {
  const one = media('Heat', [asset(1, 1, { key: 'media/x.mp4' })], { kind: 'movie', year: 1995 });
  expect(asItWas(one)).toMatchObject({ title: 'Heat', kind: 'movie', year: 1995, series_title: null, locked: [] });
  expect(placeOf(one)).toBe('media/x.mp4');
  expect(placeOf(media('x', []))).toBeNull();
});
