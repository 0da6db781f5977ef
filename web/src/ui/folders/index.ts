/** Choosing folders of the server: the first run and the settings share it. */
export { FolderPicker } from './FolderPicker';
export { useAddFolder } from './useAddFolder';
