import { expect, it } from 'vitest';

import { failedOf, secondsText, shareText } from './words';

it('tells times as exactly as one feels them', () => {
  expect([0.184, 2.44, 12.3].map((one) => secondsText(one, 'en'))).toEqual(['0.18 s', '2.4 s', '12 s']);
  expect(secondsText(0.5, 'es')).toBe('0,5 s');
});

it('never rounds a little to nothing', () => {
  expect([0, 0.0001, 0.0123, 0.5].map((one) => shareText(one, 'en'))).toEqual(['0%', '< 0.1%', '1.2%', '50%']);
});

it('gathers failures by what helps against them', () => {
  const told = [
    { code: 'network.1002', count: 3, viewings: 2 },
    { code: 'decode', count: 9, viewings: 1 },
    { code: 'network', count: 4, viewings: 4 },
    { code: 'strange_thing', count: 1, viewings: 1 },
  ];
  expect(failedOf(told)).toEqual([
    { kind: 'decode', count: 9, viewings: 1, codes: [] },
    { kind: 'network', count: 7, viewings: 4, codes: ['1002'] },
    { kind: 'other', count: 1, viewings: 1, codes: [] },
  ]);
});
