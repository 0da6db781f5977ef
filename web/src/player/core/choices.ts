/** What a way lets the viewer choose, for the snapshot. No I/O. */
import type { Playback } from '@/api';
import type { Adapter } from './adapter';
import type { AudioChoice, Snapshot } from './types';

/** The sound tracks the server knows of: what a plain file has but cannot switch between. */
function toldAudio(playback: Playback): AudioChoice[] {
  return playback.tracks.audio.map((a) => ({
    id: String(a.id),
    language: a.language ?? null,
    label: a.label ?? null,
    channels: a.channels ?? null,
    codec: a.codec ?? null,
  }));
}

export function choicesOf(
  adapter: Adapter,
  playback: Playback,
  auto: boolean,
): Partial<Snapshot> {
  const own = adapter.audio();
  const { audio } = playback.tracks;
  const byDefault = audio.find((a) => a.default) ?? audio[0];
  const qualities = adapter.qualities();
  return {
    qualities,
    quality_now: adapter.qualityNow(),
    quality_auto: auto || qualities.length < 2,
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
