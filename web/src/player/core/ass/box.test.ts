import { expect, test } from 'vitest';
import { dotsOf, filmBox, MOST_LINES } from './box';

test('a wide film has bars above and below, a tall one beside it', () => {
  expect(filmBox({ width: 400, height: 800 }, { width: 1600, height: 800 })).toEqual({ left: 0, top: 300, width: 400, height: 200 });
  expect(filmBox({ width: 800, height: 400 }, { width: 100, height: 200 })).toEqual({ left: 300, top: 0, width: 200, height: 400 });
});

test('without a picture there is no box', () => {
  expect(filmBox({ width: 400, height: 800 }, { width: 0, height: 0 })).toBeNull();
  expect(filmBox({ width: 0, height: 0 }, { width: 16, height: 9 })).toBeNull();
});

test('a fine screen gets its own dots, up to a bound that keeps the shape', () => {
  expect(dotsOf({ width: 390, height: 219 }, 3)).toEqual({ width: 1170, height: 657 });
  expect(dotsOf({ width: 3840, height: 2160 }, 2)).toEqual({ width: 2560, height: MOST_LINES });
  expect(dotsOf({ width: 160, height: 90 }, 0)).toEqual({ width: 160, height: 90 });
});
