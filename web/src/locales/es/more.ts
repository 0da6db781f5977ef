import { activity } from './activity';
import { add } from './add';
import { backups } from './backups';
import { browse } from './browse';
import { collections } from './collections';
import { doubts } from './doubts';
import { duplicates } from './duplicates';
import { keys } from './keys';
import { library } from './library';
import { moving } from './moving';
import { organise } from './organise';
import { palette } from './palette';
import { people } from './people';
import { player } from './player';
import { series } from './series';
import { settings } from './settings';
import { setup } from './setup';
import { shelves } from './shelves';
import { storage } from './storage';
import { streaming } from './streaming';
import { taste } from './taste';
import { title } from './title';
import { told } from './told';
import { watch } from './watch';

const words = {
  activity,
  add,
  backups,
  browse,
  collections,
  doubts,
  duplicates,
  keys,
  library,
  moving,
  organise,
  palette,
  people,
  player,
  series,
  settings,
  setup,
  shelves,
  storage,
  streaming,
  taste,
  title,
  told,
  watch,
};

export default words;
