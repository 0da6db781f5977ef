/**
 * The player without a face: it plays what a `Playback` offers and says truthfully what is going
 * on. React draws it, tests hold it, and neither is needed for it to work.
 */
export type { AdapterStats } from './stream/adapter';
export { browserCapabilities } from './stream/capabilities';
export { cdnIsAway } from './stream/detour';
export { systemClock, type Clock } from './clock';
export { nameToSystem } from './devices/mediaSession';
export { directionOf, nextOf, type Direction } from './devices/spatial';
export { PlayFailure, failureOf } from './stream/failure';
export { HIDE_AFTER_MS, createIdle, type Idle } from './idle';
export { keyIsTaken, wishOf, type Wish } from './keys';
export { createPlayer, type Player, type PlayerDeps } from './player';
export type { Position } from './progress/progress';
export { preloadShaka } from './stream/shakaAdapter';
export { createGestures, type Gestures } from './gestures/gestures';
export { percentile, type Figures, type Report } from './reports';
export { USUAL_LIKES, type Likes } from './likes';
export * from './skipping/markers';
export { readTaste, takeTextLanguage } from './taste';
export { NO_WISHES, type Wishes } from './text/begin';
export { DELAY_STEP_S } from './text/delay';
export { createTaps, type Side, type Taps } from './gestures/taps';
export * from './timeline';
export { namesOf } from './text/trackNames';
export * from './types';
