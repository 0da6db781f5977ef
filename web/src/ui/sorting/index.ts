/** Putting things in order by hand. */
export { moved, placeAt, placeByKey, shownAt, type Cells } from './order';
export { useSorting, type Held, type Said } from './useSorting';
