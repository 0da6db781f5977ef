import type { Same } from '../same';
import type { watch as en } from '../en/watch';

export const watch: Same<typeof en> = {};
