import { activity } from './activity';
import { add } from './add';
import { common } from './common';
import { player } from './player';
import { watch } from './watch';

/** One book a room; a room says only what stands in its own book and in `common`. */
const words = { activity, add, common, player, watch };

export default words;
