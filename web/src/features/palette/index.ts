/** The command palette: every page, every action and every title by a few letters. */
export { Palette } from './Palette';
