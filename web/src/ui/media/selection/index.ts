/** Choosing many titles on a page, and changing them at once. */
export { scopeOf, type Scope } from './scope';
export { SelectButton } from './SelectButton';
export { Selecting } from './Selecting';
export { useSelection } from './store';
export { Pickable, Tick } from './Tick';
export { usePick } from './usePick';
