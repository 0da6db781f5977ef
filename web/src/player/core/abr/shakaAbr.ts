/**
 * Our rule as Shaka asks for one (its AbrManager). It measures what comes, and names a quality when a
 * segment of picture is whole: between two requests a change costs nothing. A running request is only
 * interrupted, by Shaka, where it would end too late.
 */
import type shaka from 'shaka-player/dist/shaka-player.compiled-es2021';
import type { Clock } from '../clock';
import { NOTHING, arrive, tellsOf, type Arrived } from './arrivals';
import { watchFrames } from './dropped';
import { freshLine, likely, observe, type Line } from './line';
import { decide, type Standing, type Why } from './rule';
import { rungOf, visibleHeight, worthwhile } from './variants';

type Player = shaka.Player;
type Variant = shaka.extern.Variant;
type Manager = shaka.extern.AbrManager;
type Request = shaka.extern.Request;
type Context = shaka.extern.RequestContext;

export interface ShakaAbr {
  /** Shaka asks for more than one and releases those it does not need. */
  make(): Manager;
  /** Why the quality is what it is; null where the viewer chose it. */
  why(): Why | null;
}

/** Until a segment was seen. */
const USUAL_SEGMENT_S = 2;
const ASIDE_S = 30;

export function createShakaAbr(player: Player, goal_s: number, clock: Clock): ShakaAbr {
  const made: (() => Why | null)[] = [];
  return {
    make() {
      const { manager, why } = createManager(player, goal_s, clock);
      made.push(why);
      return manager;
    },
    why: () => made.map((why) => why()).find((why) => why !== null) ?? null,
  };
}

function createManager(player: Player, goal_s: number, clock: Clock): { manager: Manager; why(): Why | null } {
  let variants: Variant[] = [];
  let media: HTMLMediaElement | null = null;
  let pip: PictureInPictureWindow | null = null;
  let enabled = false;
  let rate = 1;
  let line: Line | null = null;
  let assumed_bps: number | null = null;
  let segment_s = USUAL_SEGMENT_S;
  let counted_ms = 0;
  let because: Why | null = null;
  let switchTo: ((variant: Variant) => unknown) | null = null;
  let endFrames = (): void => undefined;
  let aside = (): void => undefined;
  const coming = new WeakMap<Request, Arrived>();
  const disk = createDisk();
  const now_s = () => clock.now() / 1000;
  const known = () => line ?? freshLine(assumed_bps);

  const standing = (): Standing => {
    const active = player.getVariantTracks().find((track) => track.active)?.id;
    const current = variants.findIndex((variant) => variant.id === active);
    const ahead_s = media ? bufferedAhead(media) : 0;
    const ends_s = media && Number.isFinite(media.duration) ? media.duration : Infinity;
    return {
      rungs: variants.map(rungOf),
      sizes_bits: null,
      segment_s,
      buffer_s: ahead_s,
      goal_s,
      current: current < 0 ? null : current,
      most_height: media ? visibleHeight(roomOf(media, pip), variants) : null,
      rate,
      left_s: media ? Math.max(0, ends_s - media.currentTime - ahead_s) : Infinity,
    };
  };
  const choose = () => {
    const { index, why } = decide(known(), standing(), now_s());
    because = why;
    return variants[index] ?? variants[0];
  };
  const suggest = () => {
    const chosen = enabled && variants.length > 1 ? choose() : undefined;
    if (chosen) switchTo?.(chosen);
  };
  const rungOfStream = (context?: Context) =>
    context?.stream?.type === 'video' ? variants.findIndex(({ video }) => video === context.stream) : -1;

  /** A request is whole: what it says of the line is kept. */
  const settle = (request: Request, context?: Context) => {
    const arrived = coming.get(request);
    if (!arrived) return;
    coming.delete(request);
    const alone_s = (Date.now() - (request.requestStartTime ?? 0)) / 1000;
    const bitrate_bps = variants[rungOfStream(context)]?.bandwidth ?? null;
    const sample = tellsOf(arrived, alone_s, disk.has(request.uris[0] ?? ''), bitrate_bps, now_s());
    if (sample) line = observe(known(), sample);
    const { segment } = context ?? {};
    if (segment && bitrate_bps !== null) segment_s = Math.max(0.5, segment.getEndTime() - segment.getStartTime());
  };
  const appended = (event: Event & { contentType?: string }) => void (event.contentType === 'video' && suggest());
  const completed = (event: Event & { request?: Request; context?: Context }) =>
    void (event.request && settle(event.request, event.context));
  const pipChanged = (event: Event) => {
    pip = event.type === 'enterpictureinpicture' ? (event as PictureInPictureEvent).pictureInPictureWindow : null;
  };
  const unbind = () => {
    endFrames();
    for (const type of ['enterpictureinpicture', 'leavepictureinpicture']) media?.removeEventListener(type, pipChanged);
    player.removeEventListener('segmentappended', appended);
    player.removeEventListener('downloadcompleted', completed);
    media = null;
  };

  const manager: Manager = {
    init(callback, setAside) {
      switchTo = (variant) => callback(variant);
      player.addEventListener('segmentappended', appended);
      player.addEventListener('downloadcompleted', completed);
      aside = () => void (enabled && setAside('video', ASIDE_S));
    },
    stop() {
      unbind();
      switchTo = null;
      enabled = false;
      variants = [];
      rate = 1;
    },
    release() {
      manager.stop();
      disk.close();
    },
    setVariants(offered) {
      const wanted = worthwhile(offered);
      const same = wanted.length === variants.length && wanted.every((one, n) => one === variants[n]);
      variants = wanted;
      return !same;
    },
    chooseVariant: () => choose() as Variant,
    enable() {
      enabled = true;
      // The quality to begin with was just chosen.
      if (line) suggest();
    },
    disable() {
      enabled = false;
      because = null;
    },
    segmentDownloaded(took_ms, bytes, _allowSwitch, request) {
      if (!request) return;
      const first_byte_ms = (request.packetNumber ?? 1) === 1 ? (request.timeToFirstByte ?? 0) : null;
      const piece = { ended_ms: clock.now(), took_ms, bytes, first_byte_ms };
      coming.set(request, arrive(coming.get(request) ?? NOTHING, piece, counted_ms));
      counted_ms = piece.ended_ms;
    },
    trySuggestStreams: suggest,
    getBandwidthEstimate: () => likely(known()) ?? 0,
    playbackRateChanged: (to) => void (rate = Math.abs(to) || rate),
    setMediaElement(element) {
      endFrames();
      media = element;
      if (!element) return;
      for (const type of ['enterpictureinpicture', 'leavepictureinpicture']) element.addEventListener(type, pipChanged);
      endFrames = watchFrames(element, clock, () => aside());
    },
    setCmsdManager: () => undefined,
    configure: (config) => void (assumed_bps = config.defaultBandwidthEstimate),
  };
  return { manager, why: () => (enabled ? because : null) };
}

function bufferedAhead(media: HTMLMediaElement): number {
  for (let n = 0; n < media.buffered.length; n++) {
    const [from_s, to_s] = [media.buffered.start(n), media.buffered.end(n)];
    if (media.currentTime >= from_s - 0.1 && media.currentTime < to_s) return to_s - media.currentTime;
  }
  return 0;
}

/** The pixels a picture has to itself: its element's or its little window's, on a screen. */
function roomOf(media: HTMLMediaElement, pip: PictureInPictureWindow | null): { width: number; height: number } {
  const view = media.ownerDocument.defaultView ?? window;
  const ratio = view.devicePixelRatio;
  const inPip = pip && media.ownerDocument.pictureInPictureElement === media;
  const size = inPip ? pip : { width: media.clientWidth, height: media.clientHeight };
  return { width: Math.min(size.width, view.screen.width) * ratio, height: Math.min(size.height, view.screen.height) * ratio };
}

/** Which addresses the browser had on disk, as it tells itself; null where it has not told. */
function createDisk(): { has(url: string): boolean | null; close(): void } {
  if (typeof PerformanceObserver === 'undefined') return { has: () => null, close: () => undefined };
  const told = new Map<string, boolean>();
  const take = (entries: readonly PerformanceEntry[]) => {
    for (const entry of entries as PerformanceResourceTiming[]) {
      told.set(entry.name, entry.transferSize === 0 && entry.decodedBodySize > 0);
      // Only the last ones are asked for.
      if (told.size > 50) told.delete(told.keys().next().value ?? '');
    }
  };
  const observer = new PerformanceObserver((list) => take(list.getEntries()));
  observer.observe({ type: 'resource' });
  return {
    has(url) {
      take(observer.takeRecords());
      return told.get(new URL(url, document.baseURI).href) ?? null;
    },
    close: () => observer.disconnect(),
  };
}
