/** The door of the wire: types, queries and actions. Nothing above imports a file inside. */
export type * from './contract';
export * from './account';
export { ApiError, address, get, onReach, onSignedOut, patch, post, put, remove, request } from './client';
export { connectEvents } from './events';
export * from './filters';
export * from './ingest';
export * from './jobs';
export { keys } from './keys';
export * from './media';
export * from './moving';
export * from './preferences';
export { useReach } from './reach';
export * from './texts';
export * from './retention';
export * from './storage';
export * from './streaming';
export * from './works';
