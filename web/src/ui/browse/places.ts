/** The ways into the library beside its list. */
import { Clapperboard, Clock, Layers, ListVideo, Radio, Tag, Users, type LucideIcon } from 'lucide-react';

import { paths } from '@/lib/paths';

export interface Place {
  to: string;
  name: 'collections' | 'myList' | 'channels' | 'genres' | 'people' | 'tags' | 'history';
  icon: LucideIcon;
}

export const PLACES: readonly Place[] = [
  { to: paths.myList, name: 'myList', icon: ListVideo },
  { to: paths.collections, name: 'collections', icon: Layers },
  { to: paths.genres, name: 'genres', icon: Clapperboard },
  { to: paths.channels, name: 'channels', icon: Radio },
  { to: paths.allPeople, name: 'people', icon: Users },
  { to: paths.tags, name: 'tags', icon: Tag },
  { to: paths.history, name: 'history', icon: Clock },
];
