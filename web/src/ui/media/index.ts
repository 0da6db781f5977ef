/** Titles as they are shown and handled on more than one screen. */
export { CatalogueMatches } from './CatalogueMatches';
export { useDelete, useForget, useRefreshMedia, useRestore, useSayFailure, useSurprise } from './actions';
export { asItWas } from './asItWas';
export { useBackdrop, useUnderBar } from './backdrop';
export { CardGrid, GRID } from './CardGrid';
export { CARD_CAPTION, CardSkeleton, MediaCard } from './Card';
export { extraKind } from './extras';
export { Hero } from './Hero';
export { useMarkSeen } from './marks';
export { useOpinion } from './opinions';
export { byPerson, isJob } from './people';
export { PeopleRow } from './PeopleRow';
export { Lock } from './Lock';
export { CELL, MediaRow, Row } from './Row';
export { SeriesGrid } from './SeriesCard';
export { stillOf } from './still';
export * from './words';
export { editionOf, versionFacts, versionName } from './versions';
