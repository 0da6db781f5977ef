/** Collections as they are shown and filled on more than one screen. The window that fills them is fetched apart. */
export { CollectionChooser } from './CollectionChooser';
export { CollectionForm, type CollectionWords } from './Form';
export { Mosaic } from './Mosaic';
export { CollectionTile, CollectionTileSkeleton } from './Tile';
export { useChooser } from './chooser';
