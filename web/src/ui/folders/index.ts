/** Folders of the server: the first run, the Add page, Home and the settings share what is here. */
export { FolderPicker } from './FolderPicker';
export { GoneQuestion } from './GoneQuestion';
export { FOLDER_KINDS, KindChoice } from './KindChoice';
export { useAddFolder } from './useAddFolder';
export { useKind } from './useKind';
