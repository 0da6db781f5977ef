import { expect, it } from 'vitest';

import { sortedTags } from './sorted';

const tags = ['éclair', 'Zoo', 'apple', 'part 10', 'part 9'].map((name, at) => ({ name, count: at % 2 }));
const names = (order: 'name' | 'count', filter = '') => sortedTags(tags, order, filter, 'en').map((tag) => tag.name);

it('tags stand as in a dictionary, numbers by their value', () => {
  expect(names('name')).toEqual(['apple', 'éclair', 'part 9', 'part 10', 'Zoo']);
});

it('by titles the largest come first, equals by name', () => {
  expect(names('count')).toEqual(['part 10', 'Zoo', 'apple', 'éclair', 'part 9']);
});

it('a filter knows no accents and no capitals', () => {
  expect(names('name', ' ECL')).toEqual(['éclair']);
  expect(names('name', 'nothing')).toEqual([]);
});
