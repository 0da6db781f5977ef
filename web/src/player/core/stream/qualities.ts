/**
 * The qualities of the picture: the server's list is the one people see, whichever way they come;
 * what a library or a plain file has is found in it. No I/O.
 */
import type { Playback } from '@/api';
import type { Quality } from '../types';

/** A picture as a library tells of it. */
export interface PictureTrack {
  readonly width: number | null;
  readonly height: number | null;
  readonly bandwidth: number;
  readonly codecs: string | null;
}

/** Where nothing is known of the line: enough for 480p, which starts quickly anywhere. */
export const UNKNOWN_LINE_BPS = 2_000_000;
/** Above what a quality needs by so much, it is what is begun with. */
const ROOMY = 1.3;
const SOUND_BPS = 200_000;
/** What a server encodes in less than a second of its time. */
const QUICK_HEIGHT = 480;

/** The server's list, the original first, then the highest. */
export function toldQualities(playback: Playback): Quality[] {
  return playback.tracks.video.map((video) => ({
    id: video.id,
    width: video.width,
    height: video.height,
    bandwidth_bps: video.bandwidth,
    frame_rate: video.frame_rate,
    codec: video.codec,
    hdr: video.hdr !== 'sdr',
    original: !video.encoded,
    prepared: video.prepared,
    label: video.label,
  }));
}

/** What people call it by, as a number: 1080 of "1080p", else by the shorter side. */
export function heightOf(quality: Quality): number {
  const named = Number.parseInt(quality.label ?? '', 10);
  if (named > 0) return named;
  return Math.min(quality.width ?? 0, quality.height ?? 0);
}

const family = (codec: string | null) => (codec ?? '').split('.')[0]?.toLowerCase();

/** Each of the server's qualities with the track that carries it; those without one are left out. */
export function matched<T extends PictureTrack>(told: readonly Quality[], tracks: readonly T[]): [Quality, T][] {
  const left = [...tracks].sort((a, b) => b.bandwidth - a.bandwidth);
  return told.flatMap((quality): [Quality, T][] => {
    const at = left.findIndex(
      (track) =>
        track.width === quality.width && track.height === quality.height && family(track.codecs) === family(quality.codec),
    );
    const track = left[at];
    if (!track) return [];
    left.splice(at, 1);
    return [[quality, track]];
  });
}

/** The best that is not above a height, else the lowest; the original before an encoded one. */
export function liked(qualities: readonly Quality[], height: number | null): Quality | null {
  if (height === null || qualities.length < 2) return null;
  const sorted = [...qualities].sort((a, b) => heightOf(b) - heightOf(a) || Number(b.original) - Number(a.original));
  return sorted.find((quality) => heightOf(quality) <= height) ?? sorted.at(-1) ?? null;
}

/** The line to begin with in mind, in bits a second: what is liked decides, then what was measured. */
export function lineToBegin(qualities: readonly Quality[], height: number | null, line_bps: number | null): number {
  const first = liked(qualities, height);
  if (first?.bandwidth_bps) return needs(first);
  const line = line_bps ?? UNKNOWN_LINE_BPS;
  const fits = qualities.filter((quality) => needs(quality) <= line).sort((a, b) => needs(b) - needs(a))[0];
  // What has to be encoded first comes sooner when it is small; the next seconds may be finer.
  const small = fits && !fits.original && !fits.prepared ? liked(qualities, QUICK_HEIGHT) : null;
  return small?.bandwidth_bps ? Math.min(line, needs(small)) : line;
}

const needs = (quality: Quality) => ((quality.bandwidth_bps ?? Infinity) + SOUND_BPS) * ROOMY;
