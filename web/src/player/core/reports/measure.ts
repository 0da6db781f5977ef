/**
 * Measures one viewing from what the media element does. It is told of events and holds the time
 * between them; it touches nothing.
 *
 * A seek ends when the picture of its place is shown, not when the element says so. A stall is
 * standing still against the viewer's will: not before the first picture, nor on the way to a place
 * that was sought, nor while paused or in a hidden tab.
 */
import type { Clock } from '../clock';
import type { Quality } from '../types';
import { NOTHING, type Figures, type Seek } from './figures';

/** Less than this is a nudge of the player's own, and no seek of the viewer. */
const NUDGE_S = 0.5;
/** So far it must have played before standing still counts as a stall. */
const UNDER_WAY_S = 0.5;
/** A shorter halt is not seen. */
const SEEN_MS = 100;
/** The element tells four times a second where it is: a longer silence was not watching. */
const LONGEST_TICK_MS = 2000;

export class Measure {
  #figures: Figures = NOTHING;
  readonly #began_ms: number;
  #spoilt = false;
  #begun = false;
  #seek: { readonly since_ms: number; readonly near: boolean } | null = null;
  #stalled: { readonly since_ms: number; readonly at_s: number } | null = null;
  /** Where the last start or seek led to. */
  #landed_s = 0;
  #tick: { readonly ms: number; readonly at_s: number } | null = null;
  #quality: Quality | null = null;
  #weight = 0;
  #frames = { dropped: 0, decoded: 0 };

  constructor(private readonly clock: Clock) {
    this.#began_ms = clock.now();
  }

  figures(): Figures {
    const open_ms = this.#stalled ? this.clock.now() - this.#stalled.since_ms : 0;
    if (open_ms < SEEN_MS) return this.#figures;
    const { stalls, stalled_ms } = this.#figures;
    return { ...this.#figures, stalls: stalls + 1, stalled_ms: stalled_ms + open_ms };
  }

  get begun(): boolean {
    return this.#begun;
  }

  /** The wait for the first picture is not the player's: a touch is asked for, or nobody looks. */
  spoil(): void {
    if (!this.#begun) this.#spoilt = true;
  }

  /** The first picture, or the first sound where there is none. */
  shown(at_s: number, how: Pick<Figures, 'way' | 'decision'>): void {
    if (this.#begun) return;
    this.#begun = true;
    this.#landed_s = at_s;
    this.#put({ ...how, start_ms: this.#spoilt ? null : this.clock.now() - this.#began_ms });
  }

  /** A seek begins, or goes elsewhere before it ended. */
  seeking(from_s: number, to_s: number, near: boolean): void {
    this.#halt();
    this.#tick = null;
    if (!this.#begun || (!this.#seek && Math.abs(to_s - from_s) < NUDGE_S)) return;
    this.#landed_s = to_s;
    this.#seek = { since_ms: this.clock.now(), near };
  }

  /** The picture of the place that was sought is shown. */
  arrived(at_ms = this.clock.now()): void {
    if (!this.#seek) return;
    const seek: Seek = { ms: at_ms - this.#seek.since_ms, near: this.#seek.near };
    this.#seek = null;
    this.#put({ seeks: [...this.#figures.seeks, seek] });
  }

  /** The element wants to go on and cannot. */
  stands(at_s: number): void {
    const underWay = Math.abs(at_s - this.#landed_s) >= UNDER_WAY_S;
    if (!this.#begun || this.#seek || this.#stalled || !underWay) return;
    this.#tick = null;
    this.#stalled = { since_ms: this.clock.now(), at_s };
  }

  /** The element plays and is here. */
  moves(at_s: number): void {
    const ms = this.clock.now();
    if (this.#stalled) {
      if (at_s <= this.#stalled.at_s + 0.01) return;
      this.#halt();
    }
    const last = this.#tick;
    this.#tick = { ms, at_s };
    if (!last || this.#seek || at_s <= last.at_s) return;
    const passed_ms = Math.min(LONGEST_TICK_MS, ms - last.ms);
    this.#put({ watched_ms: this.#figures.watched_ms + passed_ms });
    this.#weigh(passed_ms);
  }

  /** Paused, hidden, ended or opened anew: what is not watched is not measured. */
  rests(): void {
    this.#halt();
    this.#seek = null;
    this.#tick = null;
  }

  quality(now: Quality | null): void {
    const before = this.#quality?.bandwidth_bps;
    const after = now?.bandwidth_bps;
    if (now) this.#quality = now;
    if (!before || !after || before === after) return;
    const { ups, downs } = this.#figures;
    this.#put(after > before ? { ups: ups + 1 } : { downs: downs + 1 });
  }

  /** Frames since the element was last filled: it begins at 0 again with every way. */
  frames(dropped: number, decoded: number): void {
    const anew = decoded < this.#frames.decoded;
    const more = {
      dropped: dropped - (anew ? 0 : this.#frames.dropped),
      decoded: decoded - (anew ? 0 : this.#frames.decoded),
    };
    this.#frames = { dropped, decoded };
    if (more.decoded === 0 && more.dropped === 0) return;
    this.#put({ dropped: this.#figures.dropped + more.dropped, decoded: this.#figures.decoded + more.decoded });
  }

  fellBack(): void {
    this.#put({ fallbacks: this.#figures.fallbacks + 1 });
  }

  failed(code: string): void {
    const { failures } = this.#figures;
    this.#put({ failures: { ...failures, [code]: (failures[code] ?? 0) + 1 } });
  }

  #halt(): void {
    const stalled = this.#stalled;
    this.#stalled = null;
    const ms = stalled ? this.clock.now() - stalled.since_ms : 0;
    if (ms < SEEN_MS) return;
    this.#put({ stalls: this.#figures.stalls + 1, stalled_ms: this.#figures.stalled_ms + ms });
  }

  #weigh(passed_ms: number): void {
    const bps = this.#quality?.bandwidth_bps;
    if (!bps) return;
    const sum = (this.#figures.bitrate_bps ?? 0) * this.#weight + bps * passed_ms;
    this.#weight += passed_ms;
    this.#put({ bitrate_bps: this.#weight > 0 ? sum / this.#weight : bps });
  }

  #put(patch: Partial<Figures>): void {
    this.#figures = { ...this.#figures, ...patch };
  }
}
