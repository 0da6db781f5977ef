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

export default words;
