/** Keys to wishes. A pure map: who owns the focus decides before it whether we listen at all. */
import { DELAY_STEP_S } from './text/delay';
import type { PlayerRequest } from './types';

export type Wish =
  | { readonly to: 'player'; readonly request: PlayerRequest }
  | { readonly to: 'screen'; readonly show: 'next' | 'episodes' | 'help' | 'back' | 'controls' };

export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
}

const player = (request: PlayerRequest): Wish => ({ to: 'player', request });

const MAP: Readonly<Record<string, Wish>> = {
  ' ': player({ do: 'toggle' }),
  k: player({ do: 'toggle' }),
  j: player({ do: 'skip', by_s: -10 }),
  l: player({ do: 'skip', by_s: 10 }),
  arrowleft: player({ do: 'skip', by_s: -5 }),
  arrowright: player({ do: 'skip', by_s: 5 }),
  arrowup: player({ do: 'volume_step', by: 0.05 }),
  arrowdown: player({ do: 'volume_step', by: -0.05 }),
  home: player({ do: 'seek_part', part: 0 }),
  end: player({ do: 'seek_part', part: 1 }),
  pagedown: player({ do: 'chapter_step', by: 1 }),
  pageup: player({ do: 'chapter_step', by: -1 }),
  s: player({ do: 'skip_marker' }),
  m: player({ do: 'toggle_mute' }),
  f: player({ do: 'toggle_fullscreen' }),
  c: player({ do: 'toggle_text' }),
  i: player({ do: 'toggle_pip' }),
  ',': player({ do: 'frame', by: -1 }),
  '.': player({ do: 'frame', by: 1 }),
  z: player({ do: 'text_delay_step', by_s: -DELAY_STEP_S }),
  x: player({ do: 'text_delay_step', by_s: DELAY_STEP_S }),
  '<': player({ do: 'rate_step', by: -1 }),
  '>': player({ do: 'rate_step', by: 1 }),
  n: { to: 'screen', show: 'next' },
  e: { to: 'screen', show: 'episodes' },
  '?': { to: 'screen', show: 'help' },
  escape: { to: 'screen', show: 'back' },
  // Remote controls.
  enter: { to: 'screen', show: 'controls' },
  goback: { to: 'screen', show: 'back' },
  browserback: { to: 'screen', show: 'back' },
  channelup: { to: 'screen', show: 'next' },
  channeldown: player({ do: 'start_over' }),
  mediaplaypause: player({ do: 'toggle' }),
  mediaplay: player({ do: 'play' }),
  mediapause: player({ do: 'pause' }),
  mediastop: player({ do: 'pause' }),
  mediafastforward: player({ do: 'skip', by_s: 10 }),
  mediarewind: player({ do: 'skip', by_s: -10 }),
  mediatracknext: { to: 'screen', show: 'next' },
  mediatrackprevious: player({ do: 'start_over' }),
};

export function wishOf(press: KeyPress): Wish | null {
  // The browser's and the system's own shortcuts stay theirs.
  if (press.ctrlKey || press.metaKey || press.altKey) return null;
  if (/^[0-9]$/.test(press.key)) {
    return player({ do: 'seek_part', part: Number(press.key) / 10 });
  }
  const key = press.key.toLowerCase();
  return Object.hasOwn(MAP, key) ? (MAP[key] ?? null) : null;
}

/** What is under the focus, as far as keys go. */
export interface KeyHolder {
  readonly tag: string;
  readonly role: string | null;
  readonly editable: boolean;
}

const ARROWS = ['arrowleft', 'arrowright', 'arrowup', 'arrowdown', 'home', 'end'];

/** True where the focused control needs the key itself: writing, a menu, a slider's arrows. */
export function keyIsTaken(press: KeyPress, holder: KeyHolder): boolean {
  const key = press.key.toLowerCase();
  if (holder.editable || ['INPUT', 'TEXTAREA', 'SELECT'].includes(holder.tag)) return true;
  if (holder.role?.startsWith('menu')) return true;
  if (holder.role === 'slider') return ARROWS.includes(key);
  if (holder.tag === 'BUTTON' || holder.tag === 'A') return key === ' ' || key === 'enter';
  return false;
}
