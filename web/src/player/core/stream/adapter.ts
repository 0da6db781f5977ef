/** What the session needs of whoever feeds the media element. */
import type { Playback } from '@/api';
import type { SoundWish } from './choices';
import type { Why } from '../abr/rule';
import type { Clock } from '../clock';
import type { AudioChoice, Quality, Way } from '../types';
import type { PlayFailure } from './failure';
import type { Habits, Source } from './ways';

export interface AdapterEvents {
  /** Qualities, sound tracks or the bandwidth estimate are new. */
  changed(): void;
  failed(failure: PlayFailure): void;
}

export interface AdapterStats {
  readonly codecs: string | null;
  readonly line_bps: number | null;
  readonly stream_bps: number | null;
  readonly bytes: number | null;
  readonly dropped: number | null;
  readonly decoded: number | null;
  readonly stalls: number | null;
  /** Why auto chose what is fetched now. */
  readonly auto_why: Why | null;
}

export interface Adapter {
  /** Resolves when the element stands at `start_s` with its facts known. Throws PlayFailure. */
  load(source: Source, start_s: number): Promise<void>;
  /** Takes a fresh grant without reopening; false where that cannot be. */
  renew(source: Source): boolean;
  /** Goes on after a lost line without reopening; false where that cannot be. */
  retry(): boolean;
  qualities(): readonly Quality[];
  qualityNow(): Quality | null;
  /** null: chosen by the line. */
  setQuality(id: string | null): void;
  /** Sound tracks this way can switch between; empty where it cannot. */
  audio(): readonly AudioChoice[];
  audioNow(): string | null;
  setAudio(id: string): void;
  stats(): AdapterStats;
  destroy(): Promise<void>;
}

export type AdapterFactory = (video: HTMLVideoElement, events: AdapterEvents) => Adapter;

/** Who the session speaks with. */
export interface SessionDeps {
  /** Asks the server. Throws PlayFailure. */
  ask(): Promise<Playback>;
  readonly adapters: Readonly<Record<Way, AdapterFactory>>;
  readonly clock: Clock;
  online(): boolean;
  /** What is remembered of this device. */
  habits(): Habits;
  /** Told of everything that went wrong, also of what mends itself. */
  heard?(failure: PlayFailure): void;
  /** The sound to begin a title with; null: the one that its file begins with. */
  sound?(playback: Playback): SoundWish | null;
}
