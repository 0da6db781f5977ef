/**
 * One viewing: asks the server how to play, opens a way, and mends what breaks. Each kind of
 * failure has one cure: bytes this browser cannot decode -> the next way, once each; a grant that
 * ran out -> a new one at the same place; a lost line -> tries that the viewer can see.
 */
import type { Playback } from '@/api';
import type { Adapter, SessionDeps } from './adapter';
import { asFailure, troubleOf, type PlayFailure } from './failure';
import { carryOutWish, choicesOf, soundWish, type Wish } from './choices';
import { readMedia } from '../media';
import { say } from '../notices';
import { Retries } from './retries';
import type { Store } from '../store';
import { createStuck, type Stuck } from './stuck';
import { Road } from './road';
import type { Snapshot } from '../types';
import { startOf, type Source } from './ways';

/** New grants in a row without one second played: the server does not mean it. */
const MOST_RENEWALS = 3;

export class Session {
  adapter: Adapter | null = null;
  #place_s = 0;
  #wantsPlay = true;
  readonly #road: Road;
  readonly #retries: Retries;
  readonly #stuck: Stuck;
  #renewals = 0;
  #renewing = false;
  #renewedAt_s = 0;
  /** Grows at every new beginning: answers of older ones are dropped. */
  #run = 0;

  constructor(
    private readonly video: HTMLVideoElement,
    private readonly store: Store<Snapshot>,
    private readonly deps: SessionDeps,
  ) {
    this.#road = new Road(deps.habits, deps.sound);
    this.#retries = new Retries(video, store, deps.clock, deps.online);
    this.#stuck = createStuck(video, deps.clock, () => this.adapter?.stats().bytes ?? 0, (times) => this.#nudge(times));
  }

  async start(asked_s: number | null): Promise<void> {
    this.#place_s = asked_s ?? 0;
    const playback = await this.#ask();
    if (!playback) return;
    this.#place_s = startOf(playback, asked_s);
    if (asked_s === null && this.#place_s > 5) say(this.store, { kind: 'resumed', from_s: this.#place_s });
    await this.#open(this.#road.begin());
  }

  /** The viewer asks again after trouble, or does not want to wait for the next try. */
  retryNow(): void {
    if (this.store.get().trouble) this.#road.source = null;
    this.#retries.reset();
    this.#road.forgive();
    this.#renewals = 0;
    void this.#reopen();
  }

  /** The element moved: the place is remembered, and a line that delivers again is believed. */
  moved(): void {
    if (this.store.get().phase !== 'ready') return;
    this.#place_s = this.video.currentTime;
    if (this.#place_s > this.#renewedAt_s + 1) this.#renewals = 0;
    if (this.#retries.came) this.#bytesCame();
  }

  /** Asks anew what there is of the title, and leaves what plays alone. */
  async refresh(): Promise<void> {
    const [run, playback] = [this.#run, await this.deps.ask()];
    if (run === this.#run) this.store.set({ playback });
  }

  backOnline(): void {
    if (this.#retries.due) void this.#tryAgain();
  }

  setAudio(id: string): void {
    this.#road.sound = soundWish(this.store.get().audio, id) ?? this.#road.sound;
    if (this.adapter?.audio().some((a) => a.id === id)) return this.adapter.setAudio(id);
    // A plain file plays one sound track only: the manifest offers them all.
    if (this.#road.sound) void this.#open(this.#road.manifest());
  }

  /** null: chosen by the line. A plain file has one quality only: the manifest offers them all. */
  setQuality(id: string | null): void {
    const own = this.adapter?.qualities().some((q) => q.id === id);
    if (id !== null && !own && this.#road.source?.way === 'direct') {
      if (this.store.get().quality_now?.id !== id) void this.#open(this.#road.manifest(), { quality: id });
      return;
    }
    this.adapter?.setQuality(id);
    this.store.set({ quality_auto: id === null });
    this.show();
  }

  async destroy(): Promise<void> {
    this.#run++;
    this.#retries.cancel();
    this.#stuck.destroy();
    await this.#letGo();
  }

  async #letGo(): Promise<void> {
    const adapter = this.adapter;
    this.adapter = null;
    await adapter?.destroy();
  }

  async #ask(): Promise<Playback | null> {
    const run = ++this.#run;
    // While something plays, asking is nobody's business but ours.
    if (!this.adapter) this.store.set({ phase: 'asking', trouble: null });
    try {
      const playback = await this.deps.ask();
      if (run !== this.#run) return null;
      const some = this.#road.offer(playback);
      this.store.set({ playback, duration_s: playback.duration_s });
      if (some) return playback;
      this.#stop({ kind: 'unplayable', reasons: playback.reasons });
    } catch (error) {
      if (run === this.#run) this.#mend(asFailure(error));
    }
    return null;
  }

  /** Without a way everything stays as it is. */
  async #open(source: Source | null, wish: Wish = {}): Promise<void> {
    if (!source) return;
    const run = ++this.#run;
    this.#road.source = source;
    const left = this.#letGo();
    this.store.set({ phase: 'loading', way: source.way, needs_touch: false, quality_auto: true });
    await left;
    if (run !== this.#run) return;
    const adapter: Adapter = this.deps.adapters[source.way](this.video, {
      changed: () => this.show(),
      failed: (failure) => this.adapter === adapter && this.#mend(failure),
    });
    this.adapter = adapter;
    try {
      await adapter.load({ ...source, sound: this.#road.sound }, this.#place_s);
    } catch (error) {
      if (this.adapter === adapter) this.#mend(asFailure(error));
      return;
    }
    if (this.adapter !== adapter) return;
    const auto = !carryOutWish(adapter, { sound: this.#road.sound, quality: this.#road.liked(source)?.id, ...wish });
    this.store.set({ quality_auto: auto, phase: 'ready', ...readMedia(this.video) });
    this.#retries.reset();
    this.show();
    if (this.#wantsPlay) await this.play();
  }

  async play(): Promise<void> {
    this.#wantsPlay = true;
    try {
      await this.video.play();
      this.store.set({ needs_touch: false });
    } catch (error) {
      if ((error as Error).name === 'NotAllowedError') this.store.set({ needs_touch: true });
    }
  }

  pause(): void {
    this.#wantsPlay = false;
    this.video.pause();
  }

  /** The element was started or stopped by whoever: that is what the viewer wants after a mend. */
  wants(playing: boolean): void {
    // A broken element stops by itself, and one that is emptied too: nobody wanted that.
    if (this.#playing() && !this.video.error && !this.video.ended) this.#wantsPlay = playing;
  }

  /** The adapter's choices into the snapshot. */
  show(): void {
    const { playback, quality_auto } = this.store.get();
    if (this.adapter && playback) this.store.set(choicesOf(this.adapter, playback, quality_auto));
  }

  #mend(failure: PlayFailure): void {
    this.deps.heard?.(failure);
    if (failure.kind === 'network' || failure.kind === 'busy') return this.#retries.later(() => void this.#tryAgain(), failure.wait_s);
    if (failure.kind === 'expired' && this.#renewals < MOST_RENEWALS) return void this.#renew();
    const next = failure.kind === 'decode' && this.#road.source ? this.#road.fail() : null;
    if (next) {
      say(this.store, { kind: 'fell_back', way: next.way });
      return void this.#open(next);
    }
    this.#stop(troubleOf(failure));
  }

  async #renew(): Promise<void> {
    // Picture and sound are refused one after the other: one new grant is for both.
    if (this.#renewing) return;
    this.#renewing = true;
    this.#renewals++;
    this.#renewedAt_s = this.#place_s;
    const adapter = this.#playing() ? this.adapter : null;
    const playback = await this.#ask();
    this.#renewing = false;
    if (!playback) return;
    const fresh = this.#road.same();
    this.#road.source = fresh ?? this.#road.begin();
    if (!fresh || !adapter?.renew(fresh)) void this.#open(this.#road.source);
  }

  /** Picture and sound come each by itself: what came says nothing of the one that was given up. */
  #bytesCame(): void {
    if (!this.#retries.due) this.#retries.reset();
    else if (!this.#retries.busy) this.#askAgain();
  }

  #nudge(times: number): void {
    if (!this.#playing() || this.#retries.due) return;
    void (times > 1 ? this.#reopen() : this.#askAgain());
  }

  /** What was given up is asked for again, now. */
  #askAgain(): void {
    this.#retries.cancel();
    if (!this.adapter?.retry()) void this.#reopen();
  }

  async #tryAgain(): Promise<void> {
    this.#retries.cancel();
    const patient = this.#retries.busy || this.#retries.attempt <= 3;
    if (this.#playing() && patient && this.adapter?.retry()) return;
    await this.#reopen();
  }

  async #reopen(): Promise<void> {
    const first = this.store.get().playback === null;
    const playback = await this.#ask();
    if (playback && first) this.#place_s = startOf(playback, this.#place_s || null);
    if (playback) await this.#open(this.#road.same() ?? this.#road.begin());
  }

  #stop(trouble: NonNullable<Snapshot['trouble']>): void {
    this.#retries.cancel();
    this.store.set({ phase: 'failed', trouble, retrying: null });
    void this.#letGo();
  }

  readonly #playing = () => this.store.get().phase === 'ready';
}
