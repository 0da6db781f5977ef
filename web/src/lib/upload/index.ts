/** Sending files: a list that outlives screens, tus underneath. */
export { isMedia } from './check';
export { chosenFrom, chosenOf } from './dropped';
export { isActive, isUnfinished, totalsOf, type UploadTotals } from './reduce';
export type { Chosen, Unfinished, UploadFault, UploadItem, UploadState, UploadsSnapshot } from './types';
export { uploadsHere, type Uploads } from './uploads';
