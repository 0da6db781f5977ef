import { expect, test } from 'vitest';
import { directionOf, nextOf, type Box } from './spatial';

const at = (left: number, top: number): Box => ({ left, top, width: 44, height: 44 });
/** Back and More above; Play, Back 10 and Forward 10 below at the left, Quality and Full screen at the right. */
const ROOM = [at(20, 20), at(1200, 20), at(20, 660), at(70, 660), at(120, 660), at(1100, 662), at(1200, 660)] as const;
const step = (from: number, way: 'left' | 'right' | 'up' | 'down') => {
  const others = ROOM.filter((_, n) => n !== from);
  const found = nextOf(ROOM[from] ?? at(0, 0), others, way);
  const box = others[found];
  return box ? ROOM.indexOf(box) : -1;
};

test.each([
  [2, 'right', 3], [3, 'right', 4], [4, 'right', 5], [6, 'left', 5], [5, 'left', 4],
  [2, 'left', -1], [6, 'right', -1], [0, 'right', 1], [2, 'up', 0], [6, 'up', 1], [0, 'down', 2], [1, 'down', 6],
  [0, 'up', -1], [6, 'down', -1], [3, 'down', -1],
] as const)('from %i to the %s is %i', (from, way, to) => {
  expect(step(from, way)).toBe(to);
});

test('everything can be reached from everywhere', () => {
  const ways = ['left', 'right', 'up', 'down'] as const;
  const seen = new Set([4]);
  for (const from of seen) for (const way of ways) if (step(from, way) >= 0) seen.add(step(from, way));
  expect(seen.size).toBe(ROOM.length);
});

test('only arrows have a direction', () => {
  expect(directionOf('ArrowUp')).toBe('up');
  expect(directionOf('k')).toBeNull();
});
