/** What Home and the frame of every page say. One book a room; the others are in `more`. */
import { account } from './account';
import { common } from './common';
import { folders } from './folders';
import { home } from './home';
import { media } from './media';
import { search } from './search';
import { shell } from './shell';

const words = {
  account,
  common,
  folders,
  home,
  media,
  search,
  shell,
};

export type FirstWords = typeof words;
export default words;
