/**
 * Decodes a BlurHash (https://github.com/woltapp/blurhash/blob/master/Algorithm.md) to a tiny picture,
 * shown large and blurred by its own smoothness until the real one has come.
 */
const DIGITS = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz#$%*+,-.:;=?@[]^_{|}~';

type Rgb = [number, number, number];

function decode83(text: string): number {
  let value = 0;
  for (const letter of text) {
    const digit = DIGITS.indexOf(letter);
    if (digit < 0) throw new Error('not a BlurHash');
    value = value * 83 + digit;
  }
  return value;
}

const linear = (byte: number) => {
  const v = byte / 255;
  return v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
};

const byte = (value: number) => {
  const v = Math.max(0, Math.min(1, value));
  return Math.round((v <= 0.0031308 ? v * 12.92 : 1.055 * v ** (1 / 2.4) - 0.055) * 255);
};

const signedSquare = (value: number) => Math.sign(value) * value * value;

function colours(hash: string, count: number): Rgb[] {
  const peak = (decode83(hash.charAt(1)) + 1) / 166;
  const mean = decode83(hash.slice(2, 6));
  const list: Rgb[] = [[linear(mean >> 16), linear((mean >> 8) & 255), linear(mean & 255)]];
  for (let i = 1; i < count; i += 1) {
    const value = decode83(hash.slice(4 + i * 2, 6 + i * 2));
    const part = (digit: number) => signedSquare((digit - 9) / 9) * peak;
    list.push([part(Math.floor(value / 361)), part(Math.floor(value / 19) % 19), part(value % 19)]);
  }
  return list;
}

/** RGBA bytes of a picture of `width` by `height`. Throws on what is not a BlurHash. */
export function decodeBlurhash(hash: string, width: number, height: number): Uint8ClampedArray<ArrayBuffer> {
  const size = decode83(hash.charAt(0));
  const nx = (size % 9) + 1;
  const ny = Math.floor(size / 9) + 1;
  if (hash.length !== 4 + 2 * nx * ny) throw new Error('not a BlurHash');
  const parts = colours(hash, nx * ny);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const sum: Rgb = [0, 0, 0];
      for (const [i, [r, g, b]] of parts.entries()) {
        const basis = Math.cos((Math.PI * x * (i % nx)) / width) * Math.cos((Math.PI * y * Math.floor(i / nx)) / height);
        sum[0] += r * basis;
        sum[1] += g * basis;
        sum[2] += b * basis;
      }
      const at = (y * width + x) * 4;
      pixels.set([byte(sum[0]), byte(sum[1]), byte(sum[2]), 255], at);
    }
  }
  return pixels;
}

const kept = new Map<string, string | null>();
const KEPT_AT_MOST = 500;

/** The picture as a data address for `background-image`; null for a bad hash or where there is no canvas. */
export function blurhashUrl(hash: string): string | null {
  const known = kept.get(hash);
  if (known !== undefined) return known;
  if (kept.size > KEPT_AT_MOST) kept.clear();
  const url = draw(hash);
  kept.set(hash, url);
  return url;
}

function draw(hash: string): string | null {
  try {
    const [width, height] = [32, 18];
    const canvas = document.createElement('canvas');
    canvas.width = width;
    canvas.height = height;
    const pen = canvas.getContext('2d');
    if (!pen) return null;
    pen.putImageData(new ImageData(decodeBlurhash(hash, width, height), width, height), 0, 0);
    return canvas.toDataURL('image/png');
  } catch {
    return null;
  }
}
