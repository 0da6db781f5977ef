import { describe, expect, it } from 'vitest';

import { blurhashUrl, decodeBlurhash } from './blurhash';

const pixel = (pixels: Uint8ClampedArray, width: number, x: number, y: number) => [
  ...pixels.slice((y * width + x) * 4, (y * width + x) * 4 + 4),
];

describe('a BlurHash', () => {
  it('of one colour is that colour everywhere', () => {
    // 1 by 1 component: size flag 0, no other parts, mean colour #f59e0b in base 83.
    const pixels = decodeBlurhash(`00${base83(0xf59e0b, 4)}`, 4, 3);
    expect(pixels).toHaveLength(4 * 3 * 4);
    expect(pixel(pixels, 4, 0, 0)).toEqual([245, 158, 11, 255]);
    expect(pixel(pixels, 4, 3, 2)).toEqual([245, 158, 11, 255]);
  });

  it('of the reference picture has light above and dark below, as its author shows', () => {
    const pixels = decodeBlurhash('LEHV6nWB2yk8pyo0adR*.7kCMdnj', 32, 32);
    const [r = 0, g = 0, b = 0] = pixel(pixels, 32, 0, 0);
    // The published decoder gives 135, 164, 177 for the first pixel of this hash.
    expect(Math.abs(r - 135)).toBeLessThanOrEqual(2);
    expect(Math.abs(g - 164)).toBeLessThanOrEqual(2);
    expect(Math.abs(b - 177)).toBeLessThanOrEqual(2);
  });

  it('is a bitmap of the length that it says, with the lowest line first', () => {
    const url = blurhashUrl('LEHV6nWB2yk8pyo0adR*.7kCMdnj') ?? '';
    expect(url).toMatch(/^data:image\/bmp;base64,/);
    const bytes = Uint8Array.from(atob(url.split(',')[1] ?? ''), (letter) => letter.charCodeAt(0));
    expect(new DataView(bytes.buffer).getUint32(2, true)).toBe(bytes.length);
    const lowest = decodeBlurhash('LEHV6nWB2yk8pyo0adR*.7kCMdnj', 20, 12).slice(11 * 20 * 4);
    expect([...bytes.slice(54, 57)].reverse()).toEqual([...lowest.slice(0, 3)]);
    expect(blurhashUrl('none')).toBeNull();
  });

  it.each(['', '0', 'LEHV6nWB2yk8', '00"" '])('that is none (%j) is refused', (hash) => {
    expect(() => decodeBlurhash(hash, 4, 4)).toThrow('not a BlurHash');
  });
});

function base83(value: number, length: number): string {
  const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';
  return Array.from({ length }, (_, at) => digits[Math.floor(value / 83 ** (length - 1 - at)) % 83]).join('');
}
