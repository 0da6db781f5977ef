/** Titles as they are shown and handled on more than one screen. */
export { useDelete, useForget, useRefreshMedia, useRestore, useSayFailure, useSurprise } from './actions';
export { useBackdrop, useUnderBar } from './backdrop';
export { CardGrid } from './CardGrid';
export { CARD_CAPTION, CardSkeleton, MediaCard } from './Card';
export { GrownCard } from './GrownCard';
export { Hero } from './Hero';
export { MediaRow } from './Row';
export * from './words';
