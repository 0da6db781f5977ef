import type { Same } from '../same';
import type { add as en } from '../en/add';

export const add: Same<typeof en> = {};
