/** What a way lets the viewer choose, for the snapshot. No I/O. */
import type { Playback } from '@/api';
import type { Adapter } from './adapter';
import { toldQualities } from './qualities';
import type { AudioChoice, Snapshot } from '../types';

/** The sound tracks the server knows of: what a plain file has but cannot switch between. */
export function toldAudio(playback: Playback): AudioChoice[] {
  return playback.tracks.audio.map((a) => ({
    id: String(a.id),
    language: a.language ?? null,
    label: a.label ?? null,
    channels: a.channels ?? null,
    codec: a.codec ?? null,
  }));
}

/**
 * A plain file has one picture: the server's others can be had of the manifest. What the element
 * itself says of the picture is kept, as the server may know less of the file.
 */
function pictureOf(adapter: Adapter, playback: Playback): Pick<Snapshot, 'qualities' | 'quality_now'> {
  const own = adapter.qualities();
  const now = adapter.qualityNow();
  const told = toldQualities(playback);
  const original = told.find((quality) => quality.original);
  if (own.length !== 1 || told.length < 2 || !original || !now?.original) return { qualities: own, quality_now: now };
  const size = { width: now.width ?? original.width, height: now.height ?? original.height };
  const shown = { ...original, ...size };
  return { qualities: told.map((quality) => (quality === original ? shown : quality)), quality_now: shown };
}

export function choicesOf(
  adapter: Adapter,
  playback: Playback,
  auto: boolean,
): Partial<Snapshot> {
  const own = adapter.audio();
  const { audio } = playback.tracks;
  const byDefault = audio.find((a) => a.default) ?? audio[0];
  return {
    ...pictureOf(adapter, playback),
    quality_auto: auto,
    line_bps: adapter.stats().line_bps,
    audio: own.length > 0 ? own : toldAudio(playback),
    audio_now: own.length > 0 ? adapter.audioNow() : byDefault ? String(byDefault.id) : null,
  };
}

/** Same track in another way's list: by language and name, then language, then position. */
export function sameAudio(
  wanted: AudioChoice,
  position: number,
  list: readonly AudioChoice[],
): AudioChoice | null {
  return (
    list.find((a) => a.language === wanted.language && a.label === wanted.label) ??
    list.find((a) => a.language !== null && a.language === wanted.language) ??
    list[position] ??
    null
  );
}

/** A sound track to be found again in another way's list. */
export interface SoundWish {
  readonly wanted: AudioChoice;
  readonly position: number;
}

/** What a way is opened for. */
export interface Wish {
  readonly sound?: SoundWish | null;
  readonly quality?: string;
}

export function soundWish(list: readonly AudioChoice[], id: string): SoundWish | null {
  const position = list.findIndex((a) => a.id === id);
  const wanted = list[position];
  return wanted ? { wanted, position } : null;
}

/** Chooses what was wished of a way just opened. True where a quality was. */
export function carryOutWish(adapter: Adapter, { sound, quality }: Wish): boolean {
  const heard = sound && sameAudio(sound.wanted, sound.position, adapter.audio());
  if (heard && heard.id !== adapter.audioNow()) adapter.setAudio(heard.id);
  const seen = quality !== undefined && adapter.qualities().some((one) => one.id === quality);
  if (seen) adapter.setQuality(quality);
  return seen;
}
