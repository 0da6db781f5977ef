/** The words of the player: what can be asked of it and what it shows. */
import type { Playback } from '@/api';
import type { PlainReason } from './ass/messages';
import { NO_DEVICE, type DeviceFacts, type DeviceRequest } from './devices/types';
import { ASK_BEFORE_SKIPPING, type SkipGroup, type SkipHabits } from './skipping/markers';

/** How the bytes reach the screen, in the order in which they are tried. */
export type Way = 'direct' | 'hls' | 'dash';

export interface Span {
  readonly start_s: number;
  readonly end_s: number;
}

export interface Quality {
  readonly id: string;
  readonly width: number | null;
  readonly height: number | null;
  readonly bandwidth_bps: number | null;
  readonly frame_rate: number | null;
  readonly codec: string | null;
  readonly hdr: boolean;
  /** The file's own picture, copied and not encoded again. */
  readonly original: boolean;
  /** Encoded already: nobody waits for it. */
  readonly prepared?: boolean;
  /** What an encoded one is called: "720p". */
  readonly label: string | null;
}

export interface AudioChoice {
  readonly id: string;
  readonly language: string | null;
  readonly label: string | null;
  readonly channels: number | null;
  readonly codec: string | null;
}

export interface TextChoice {
  readonly id: string;
  readonly language: string | null;
  readonly label: string | null;
  readonly forced: boolean;
  /** For the hard of hearing: sounds are told too. */
  readonly described: boolean;
  /** Pictures and no words: they cannot be styled. */
  readonly image: boolean;
  /** ASS: it can be drawn as its author designed it. */
  readonly designed: boolean;
  /** Somebody gave it for this title, so it can be taken back. */
  readonly uploaded: boolean;
}

/** A subtitle that is a picture, in parts of the film's picture. */
export interface PictureOnScreen {
  readonly url: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface CueRun {
  readonly text: string;
  readonly italic: boolean;
  readonly bold: boolean;
  readonly underline: boolean;
}

/** One subtitle on the screen: lines of runs, never markup. */
export interface CueOnScreen {
  readonly lines: readonly (readonly CueRun[])[];
  /** Where the author put it: a cue of the upper half stays there. */
  readonly top: boolean;
}

/** How the chosen subtitles are shown now: as lines of ours, as designed, or as pictures. */
export type TextDrawn = 'cues' | 'ass' | 'pictures' | null;

/** Why there is no picture and none will come by itself. */
export type Trouble =
  | { readonly kind: 'unplayable'; readonly reasons: Playback['reasons'] }
  | { readonly kind: 'decode'; readonly detail: string }
  | { readonly kind: 'gone' | 'unavailable'; readonly code: string; readonly detail: string; readonly fix: string }
  | { readonly kind: 'signed_out' };

export interface Retrying {
  /** 1 for the first try after the loss. */
  readonly attempt: number;
  readonly offline: boolean;
  /** The server has more to do than it can: the seconds until our turn; null where the line is lost. */
  readonly busy_s: number | null;
}

/** A passing word to the viewer; `seq` tells two equal ones apart. */
export type Notice = { readonly seq: number } & (
  | { readonly kind: 'fell_back'; readonly way: Way }
  | { readonly kind: 'resumed'; readonly from_s: number }
  /** Skipped without asking: going back to `from_s` undoes it. */
  | { readonly kind: 'skipped'; readonly group: SkipGroup; readonly from_s: number }
  /** Another device went on to `to_s` meanwhile. */
  | { readonly kind: 'elsewhere'; readonly to_s: number }
);

/** asking and loading: before the first picture of a way; ready: the element has it. */
export type Phase = 'idle' | 'asking' | 'loading' | 'ready' | 'failed';

export interface Snapshot extends DeviceFacts {
  readonly phase: Phase;
  readonly playback: Playback | null;
  readonly way: Way | null;
  readonly trouble: Trouble | null;
  readonly retrying: Retrying | null;
  readonly notice: Notice | null;
  /** The browser wants a touch before it lets sound out. */
  readonly needs_touch: boolean;

  readonly paused: boolean;
  readonly ended: boolean;
  readonly seeking: boolean;
  /** Wants to go on and has nothing to show. */
  readonly waiting: boolean;
  readonly time_s: number;
  readonly duration_s: number;
  readonly buffered: readonly Span[];
  readonly volume: number;
  readonly muted: boolean;
  readonly rate: number;
  readonly video_width: number;
  readonly video_height: number;

  readonly qualities: readonly Quality[];
  readonly quality_auto: boolean;
  readonly quality_now: Quality | null;
  readonly line_bps: number | null;
  readonly audio: readonly AudioChoice[];
  readonly audio_now: string | null;
  readonly text: readonly TextChoice[];
  readonly text_now: string | null;
  /** Above 0 subtitles come later than they are written. */
  readonly text_delay_s: number;
  readonly cues: readonly CueOnScreen[];
  readonly pictures: readonly PictureOnScreen[];
  readonly text_drawn: TextDrawn;
  /** Why designed subtitles are shown plain; null where they are drawn, or soon will be. */
  readonly text_plain: PlainReason | null;
  /** The viewer wants them as designed. */
  readonly text_design: boolean;

  readonly pip: boolean;
  readonly can_pip: boolean;
  readonly fullscreen: boolean;
  readonly can_fullscreen: boolean;

  /** What the viewer wants done about intros, recaps, credits and advertising. */
  readonly skip_habits: SkipHabits;
}

export type PlayerRequest =
  | DeviceRequest
  | { readonly do: 'play' | 'pause' | 'toggle' | 'start_over' | 'retry' }
  | { readonly do: 'seek'; readonly to_s: number }
  | { readonly do: 'skip'; readonly by_s: number }
  | { readonly do: 'seek_part'; readonly part: number }
  /** Skips the stretch (intro, credits) that plays now. */
  | { readonly do: 'skip_marker' }
  | { readonly do: 'chapter_step'; readonly by: 1 | -1 }
  | { readonly do: 'rate'; readonly to: number }
  | { readonly do: 'rate_step'; readonly by: 1 | -1 }
  | { readonly do: 'volume'; readonly to: number }
  | { readonly do: 'volume_step'; readonly by: number }
  | { readonly do: 'toggle_mute' | 'toggle_text' | 'toggle_pip' | 'toggle_fullscreen' }
  | { readonly do: 'quality'; readonly id: string | 'auto' }
  | { readonly do: 'audio'; readonly id: string }
  | { readonly do: 'text'; readonly id: string | null }
  | { readonly do: 'text_design'; readonly on: boolean }
  | { readonly do: 'text_delay'; readonly to_s: number }
  | { readonly do: 'text_delay_step'; readonly by_s: number }
  /** The title has other subtitles now: ask for the list, and show this one of it. */
  | { readonly do: 'refresh_text'; readonly id: string | null };

export const RATES = [0.5, 0.75, 1, 1.25, 1.5, 1.75, 2] as const;

export const EMPTY: Snapshot = {
  ...NO_DEVICE,
  phase: 'idle',
  playback: null,
  way: null,
  trouble: null,
  retrying: null,
  notice: null,
  needs_touch: false,
  paused: true,
  ended: false,
  seeking: false,
  waiting: false,
  time_s: 0,
  duration_s: 0,
  buffered: [],
  volume: 1,
  muted: false,
  rate: 1,
  video_width: 0,
  video_height: 0,
  qualities: [],
  quality_auto: true,
  quality_now: null,
  line_bps: null,
  audio: [],
  audio_now: null,
  text: [],
  text_now: null,
  text_delay_s: 0,
  cues: [],
  pictures: [],
  text_drawn: null,
  text_plain: null,
  text_design: true,
  pip: false,
  can_pip: false,
  fullscreen: false,
  can_fullscreen: false,
  skip_habits: ASK_BEFORE_SKIPPING,
};
