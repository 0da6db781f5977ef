import type { Same } from '../same';
import type { activity as en } from '../en/activity';

export const activity: Same<typeof en> = {};
