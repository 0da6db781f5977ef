import { account } from './account';
import { activity } from './activity';
import { add } from './add';
import { common } from './common';
import { doubts } from './doubts';
import { folders } from './folders';
import { home } from './home';
import { keys } from './keys';
import { library } from './library';
import { media } from './media';
import { moving } from './moving';
import { people } from './people';
import { player } from './player';
import { search } from './search';
import { series } from './series';
import { settings } from './settings';
import { setup } from './setup';
import { shell } from './shell';
import { storage } from './storage';
import { streaming } from './streaming';
import { taste } from './taste';
import { title } from './title';
import { watch } from './watch';

/** One book a room; a room says only what stands in its own book and in `common`. */
const words = {
  account,
  activity,
  add,
  common,
  doubts,
  folders,
  home,
  keys,
  library,
  media,
  moving,
  people,
  player,
  search,
  series,
  settings,
  setup,
  shell,
  storage,
  streaming,
  taste,
  title,
  watch,
};

export default words;
