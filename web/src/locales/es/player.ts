import type { Same } from '../same';
import type { player as en } from '../en/player';

export const player: Same<typeof en> = {};
