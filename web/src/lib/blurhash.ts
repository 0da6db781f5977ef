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
  const across = waves(width, nx);
  const down = waves(height, ny);
  const pixels = new Uint8ClampedArray(width * height * 4);
  for (let y = 0; y < height; y += 1) {
    // What the waves downwards make of this line is the same for all its pixels.
    const line = Array.from({ length: nx }, (_, i) => {
      const sum: Rgb = [0, 0, 0];
      for (let j = 0; j < ny; j += 1) add(sum, parts[j * nx + i], down[y * ny + j]);
      return sum;
    });
    for (let x = 0; x < width; x += 1) {
      const sum: Rgb = [0, 0, 0];
      for (let i = 0; i < nx; i += 1) add(sum, line[i], across[x * nx + i]);
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel += 1) pixels[at + channel] = byte(sum[channel] ?? 0);
      pixels[at + 3] = 255;
    }
  }
  return pixels;
}

/** cos(pi * place * n / length) of every place and of so many waves. */
function waves(length: number, count: number): number[] {
  return Array.from({ length: length * count }, (_, at) => Math.cos((Math.PI * Math.floor(at / count) * (at % count)) / length));
}

function add(sum: Rgb, part: Rgb = [0, 0, 0], by = 0): void {
  sum[0] += part[0] * by;
  sum[1] += part[1] * by;
  sum[2] += part[2] * by;
}

const kept = new Map<string, string | null>();
const KEPT_AT_MOST = 500;

/** The picture as a data address for `background-image`; null for a bad hash. */
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
    return bitmap(decodeBlurhash(hash, WIDTH, HEIGHT), WIDTH, HEIGHT);
  } catch {
    return null;
  }
}

const [WIDTH, HEIGHT] = [20, 12]; // a line is a multiple of four bytes, as a bitmap wants it
const HEADERS = 54;

/** A Windows bitmap (BITMAPINFOHEADER, 24 bits, the lowest line first): a canvas takes ten times as long to make a PNG. */
function bitmap(pixels: Uint8ClampedArray, width: number, height: number): string {
  const size = HEADERS + width * height * 3;
  const file = new DataView(new ArrayBuffer(size));
  file.setUint16(0, 0x424d);
  for (const [at, value] of [[2, size], [10, HEADERS], [14, 40], [18, width], [22, height], [34, size - HEADERS]] as const) {
    file.setUint32(at, value, true);
  }
  file.setUint16(26, 1, true);
  file.setUint16(28, 24, true);
  for (let n = 0; n < width * height; n += 1) {
    const from = ((height - 1 - Math.floor(n / width)) * width + (n % width)) * 4;
    for (let channel = 0; channel < 3; channel += 1) {
      file.setUint8(HEADERS + n * 3 + channel, pixels[from + 2 - channel] ?? 0);
    }
  }
  return `data:image/bmp;base64,${btoa(String.fromCharCode(...new Uint8Array(file.buffer)))}`;
}
