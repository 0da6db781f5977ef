/** Choosing the picture of a title or a series. */
export { Moments } from './Moments';
export { PictureDialog, type PictureOwner } from './PictureDialog';
