import { activity } from './activity';
import { add } from './add';
import { common } from './common';
import { home } from './home';
import { keys } from './keys';
import { library } from './library';
import { media } from './media';
import { player } from './player';
import { search } from './search';
import { shell } from './shell';
import { title } from './title';
import { watch } from './watch';

/** One book a room; a room says only what stands in its own book and in `common`. */
const words = {
  activity,
  add,
  common,
  home,
  keys,
  library,
  media,
  player,
  search,
  shell,
  title,
  watch,
};

export default words;
