/** How a title begins for this viewer: with which sound, which subtitles, and how late these come. No I/O. */
import type { Playback } from '@/api';
import { soundWish, toldAudio, type SoundWish } from '../stream/choices';
import { firstSound, firstText, ownSound, type Wishes } from './defaults';

export { wantedText, type Wishes } from './defaults';

export const NO_WISHES: Wishes = { audio_languages: [], text_languages: [], text_mode: 'auto', browser_languages: [] };

export interface Beginning {
  /** null: what a plain file plays. */
  readonly sound: SoundWish | null;
  readonly text: string | null;
  readonly text_delay_s: number;
}

export function begin(playback: Playback, wishes: Wishes): Beginning {
  const { tracks, choices } = playback;
  const heard = firstSound(tracks.audio, choices, wishes);
  const own = heard === null || heard === ownSound(tracks.audio);
  return {
    sound: own ? null : soundWish(toldAudio(playback), String(heard.id)),
    text: firstText(tracks.text, choices, wishes, heard?.language ?? null),
    text_delay_s: choices.text_delay_s,
  };
}
