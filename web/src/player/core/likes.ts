/** What the viewer likes everywhere, as far as it steers the player. The server keeps it. */
import { ASK_BEFORE_SKIPPING, type SkipHabits } from './skipping/markers';

export interface Likes {
  readonly skip: SkipHabits;
  /** Films are brought to one loudness. */
  readonly levelling: boolean;
  /** The quiet is brought up and the loud down. */
  readonly night: boolean;
}

export const USUAL_LIKES: Likes = { skip: ASK_BEFORE_SKIPPING, levelling: false, night: false };
