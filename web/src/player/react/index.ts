/** The player's face. */
export { PlayerScreen, type PlayerProps } from './Player';
