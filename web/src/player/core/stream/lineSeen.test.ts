import { expect, test } from 'vitest';
import { lineSeen } from './lineSeen';

const came = (bytes: number, took_ms: number, from_ms = 100) => ({
  transferSize: bytes, responseStart: from_ms, responseEnd: from_ms + took_ms,
});

test('what came over the line tells of it, with care', () => {
  expect(lineSeen([came(250_000, 200)])).toBeCloseTo(6e6);
  expect(lineSeen([came(250_000, 200), came(250_000, 400), came(250_000, 50)])).toBeCloseTo(6e6);
});

test('what is small, stored or hidden says nothing', () => {
  expect(lineSeen([])).toBeNull();
  expect(lineSeen([came(900, 1), came(0, 3), came(200_000, 90, 0)])).toBeNull();
});

test('only the newest count, and a house line is enough for anything', () => {
  const slow = Array.from({ length: 10 }, () => came(100_000, 2000));
  const quick = Array.from({ length: 6 }, () => came(100_000, 0));
  expect(lineSeen([...slow, ...quick])).toBe(100_000_000);
  expect(lineSeen([...quick, ...slow])).toBeCloseTo(240_000);
});
