/**
 * Fingers on the picture, from their points to what they want: up and down on the right for volume,
 * on the left for brightness, sideways to seek, held down for double speed, two apart or together to
 * fill the screen or to see all of the picture. What does not move is a tap (see taps).
 */
import type { Clock } from '../clock';

export interface Point {
  readonly id: number;
  readonly x: number;
  readonly y: number;
}

/** Where the player stands as a finger comes down. */
export interface Standing {
  readonly width: number;
  readonly height: number;
  readonly volume: number;
  readonly brightness: number;
  readonly time_s: number;
  readonly duration_s: number;
}

export interface GestureSigns {
  tap(part: number): void;
  volume(to: number): void;
  brightness(to: number): void;
  /** The finger is at this place; nothing has moved yet. */
  preview(to_s: number | null): void;
  seek(to_s: number): void;
  hold(on: boolean): void;
  fill(on: boolean): void;
}

export interface Gestures {
  down(point: Point): void;
  move(point: Point): void;
  up(point: Point): void;
  /** The system took the finger. */
  cancel(): void;
}

/** The edges are the system's: back, home, the notifications. */
const EDGE_PX = 24;
const MOVED_PX = 14;
const HELD_MS = 500;
/** A swipe over so much of the height is all of the volume. */
const WHOLE_SWIPE = 0.75;
/** A swipe over the whole width is so much of the film, and never more than that. */
const SWIPE_S = 180;
const SPREAD = 1.18;

type Doing = 'rest' | 'pressed' | 'edge' | 'volume' | 'brightness' | 'scrub' | 'held' | 'pinch' | 'over';

const apart = (a: Point, b: Point) => Math.hypot(a.x - b.x, a.y - b.y);

export function createGestures(clock: Clock, look: () => Standing, signs: GestureSigns): Gestures {
  let doing: Doing = 'rest';
  let first: Point | null = null;
  let at: Standing = look();
  let spread = 0;
  let place_s = 0;
  let quiet: () => void = () => undefined;
  const fingers = new Map<number, Point>();

  const press = (point: Point) => {
    first = point;
    at = look();
    const { x, y } = point;
    const edge = x < EDGE_PX || y < EDGE_PX || x > at.width - EDGE_PX || y > at.height - EDGE_PX;
    doing = edge ? 'edge' : 'pressed';
    if (edge) return;
    quiet = clock.after(HELD_MS, () => {
      if (doing !== 'pressed') return;
      doing = 'held';
      signs.hold(true);
    });
  };
  /** Whatever was under way ends without an outcome. */
  const drop = () => {
    quiet();
    if (doing === 'held') signs.hold(false);
    if (doing === 'scrub') signs.preview(null);
  };
  const begin = (dx: number, dy: number): Doing => {
    quiet();
    if (doing === 'edge') return 'over';
    if (Math.abs(dx) > Math.abs(dy)) return at.duration_s > 0 ? 'scrub' : 'over';
    return (first?.x ?? 0) > at.width / 2 ? 'volume' : 'brightness';
  };
  const follow = (dx: number, dy: number) => {
    const part = -dy / (at.height * WHOLE_SWIPE);
    if (doing === 'volume') signs.volume(Math.min(1, Math.max(0, at.volume + part)));
    if (doing === 'brightness') signs.brightness(Math.min(1, Math.max(0, at.brightness + part)));
    if (doing !== 'scrub') return;
    const whole_s = Math.min(SWIPE_S, at.duration_s);
    place_s = Math.min(at.duration_s, Math.max(0, at.time_s + (dx / at.width) * whole_s));
    signs.preview(place_s);
  };
  const pinch = () => {
    const [a, b] = [...fingers.values()];
    if (!a || !b) return;
    const by = apart(a, b) / spread;
    if (by < SPREAD && by > 1 / SPREAD) return;
    signs.fill(by > 1);
    doing = 'over';
  };
  return {
    down(point) {
      fingers.set(point.id, point);
      if (fingers.size === 1) return press(point);
      drop();
      const [a, b] = [...fingers.values()];
      doing = fingers.size === 2 && a && b ? 'pinch' : 'over';
      if (a && b) spread = Math.max(1, apart(a, b));
    },
    move(point) {
      if (!fingers.has(point.id)) return;
      fingers.set(point.id, point);
      if (doing === 'pinch') return pinch();
      if (!first || point.id !== first.id) return;
      const [dx, dy] = [point.x - first.x, point.y - first.y];
      if ((doing === 'pressed' || doing === 'edge') && Math.hypot(dx, dy) >= MOVED_PX) doing = begin(dx, dy);
      follow(dx, dy);
    },
    up(point) {
      if (!fingers.delete(point.id)) return;
      if (fingers.size > 0) return;
      quiet();
      if (doing === 'pressed' || doing === 'edge') signs.tap(point.x / at.width);
      if (doing === 'held') signs.hold(false);
      if (doing === 'scrub') {
        signs.seek(place_s);
        signs.preview(null);
      }
      doing = 'rest';
    },
    cancel() {
      drop();
      fingers.clear();
      doing = 'rest';
    },
  };
}
