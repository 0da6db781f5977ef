/** Levelling and night mode of what plays: follows the snapshot, and builds nothing unasked. */
import type { Playback } from '@/api';
import { feedsElements } from '../stream/capabilities';
import type { Likes } from '../likes';
import type { Store } from '../store';
import type { Snapshot } from '../types';
import { graphOf, startGraph } from './graph';
import { isMeasured, levelGain_db, planSound } from './levels';

type Told = Playback['tracks']['audio'][number];

/** The server's own words of the sound that plays: a stream names its tracks otherwise. */
export function heardOf({ playback, audio, audio_now }: Snapshot): Told | null {
  const told = playback?.tracks.audio ?? [];
  const at = audio.findIndex((one) => one.id === audio_now);
  const now = audio[at];
  return (
    told.find((one) => one.id === audio_now) ??
    (now && told.find((one) => one.language === now.language && one.label === now.label)) ??
    (now?.language ? told.find((one) => one.language === now.language) : undefined) ??
    told[at] ??
    told.find((one) => one.default) ??
    told[0] ??
    null
  );
}

/** Where the system plays streams by itself (iPhone), what it plays does not come into Web Audio. */
function canChange(): boolean {
  return typeof AudioContext !== 'undefined' && feedsElements();
}

export interface Sound {
  set(change: Partial<Pick<Snapshot, 'levelling' | 'night'>>): void;
  destroy(): void;
}

export function createSound(
  video: HTMLVideoElement,
  store: Store<Snapshot>,
  { levelling, night }: Likes,
  like: (change: Partial<Likes>) => void,
): Sound {
  const able = canChange();
  let gone = false;
  let applied = '';
  const follow = () => {
    const now = store.get();
    const heard = heardOf(now);
    const loudness = heard?.loudness ?? null;
    const measured = able && isMeasured(loudness);
    store.set({ can_level: measured, level_db: measured ? levelGain_db(loudness) : null });
    const wanted = measured && (now.levelling || now.night);
    if (gone || (!wanted && !graphOf(video))) return;
    const plan = planSound(loudness, now);
    const words = JSON.stringify([plan, heard?.channels]);
    if (words === applied) return;
    applied = words;
    void startGraph(video).then((graph) => {
      if (!gone && words === applied) graph?.apply(plan, heard?.channels ?? 2);
    });
  };
  store.set({ levelling, night });
  graphOf(video)?.wake();
  const stop = store.subscribe(follow);
  follow();
  return {
    set(change) {
      like(change);
      store.set(change);
    },
    destroy() {
      gone = true;
      stop();
      graphOf(video)?.rest();
    },
  };
}
