/**
 * Subtitles: the browser parses WebVTT and times the cues (a `track` element in mode hidden); we
 * draw them ourselves. Inside picture-in-picture our page cannot draw, so there the browser does.
 * Subtitles that are pictures have a list of their own (see pictures). Designed ones are drawn by a
 * worker (see ass/); until it is ready, and where it cannot, their words are shown as cues.
 */
import { createDesigned } from '../ass/designed';
import type { Design, PlainReason } from '../ass/messages';
import type { Clock } from '../clock';
import { createPictures, fetchPictures } from './pictures';
import { createShift } from './delay';
import type { CueOnScreen, CueRun, PictureOnScreen, TextChoice, TextDrawn } from '../types';

export interface TextSource extends TextChoice {
  /** Whole WebVTT, or for pictures their list. */
  readonly url: string;
  readonly design: Design | null;
}

export interface TextEvents {
  cues(cues: readonly CueOnScreen[]): void;
  pictures(pictures: readonly PictureOnScreen[]): void;
  drawn(how: TextDrawn, plain: PlainReason | null): void;
}

/** A film's words are read out of it when first asked for: until then the server says later. */
const RETRY_MS = 3000;
const MOST_TRIES = 20;

export interface Subtitles {
  offer(sources: readonly TextSource[]): void;
  select(id: string | null): void;
  selected(): string | null;
  /** Draw designed ones as designed, or show their words plain. */
  asDesigned(on: boolean): void;
  /** Later by so many seconds than they are written. */
  delay(seconds: number): void;
  /** The browser shows the cues itself. */
  native(on: boolean): void;
  destroy(): void;
}

type Style = Omit<CueRun, 'text'>;
const PLAIN: Style = { italic: false, bold: false, underline: false };

function styleOf(name: string, outer: Style): Style {
  if (name === 'I') return { ...outer, italic: true };
  if (name === 'B') return { ...outer, bold: true };
  if (name === 'U') return { ...outer, underline: true };
  return outer;
}

/** A cue's nodes as lines of text runs: what the file says can never become markup of ours. */
export function linesOf(root: Node): CueRun[][] {
  const lines: CueRun[][] = [[]];
  const walk = (node: Node, style: Style) => {
    for (const child of node.childNodes) {
      if (child.nodeName === 'BR') lines.push([]);
      else if (child.nodeType !== Node.TEXT_NODE) walk(child, styleOf(child.nodeName, style));
      else {
        (child.textContent ?? '').split('\n').forEach((text, i) => {
          if (i > 0) lines.push([]);
          if (text) lines.at(-1)?.push({ text, ...style });
        });
      }
    }
  };
  walk(root, PLAIN);
  return lines.filter((line) => line.some((run) => run.text.trim() !== ''));
}

function isTop(cue: VTTCue): boolean {
  if (typeof cue.line !== 'number') return false;
  return cue.snapToLines ? cue.line >= 0 && cue.line < 6 : cue.line < 50;
}

function cuesOf(track: TextTrack): CueOnScreen[] {
  return Array.from(track.activeCues ?? [], (cue) => cue as VTTCue)
    .map((cue) => ({ lines: linesOf(cue.getCueAsHTML()), top: isTop(cue) }))
    .filter((cue) => cue.lines.length > 0);
}

export function createSubtitles(video: HTMLVideoElement, events: TextEvents, clock: Clock): Subtitles {
  let sources: readonly TextSource[] = [];
  let chosen: string | null = null;
  let byBrowser = false;
  let wanted = true;
  let delay_s = 0;
  const shift = createShift();
  const elements = new Map<string, HTMLTrackElement>();
  const tries = new Map<string, number>();
  const pictures = createPictures(video, { clock, fetchList: fetchPictures, changed: events.pictures });
  const designed = createDesigned(video, clock, () => apply());

  const show = () => {
    const element = chosen === null ? undefined : elements.get(chosen);
    events.cues(element && !byBrowser ? cuesOf(element.track) : []);
  };
  /** A track that is off has no cues to move: they are moved when it is on. */
  const place = (track: TextTrack) => shift(Array.from(track.cues ?? [], (cue) => cue as VTTCue), delay_s);
  const elementOf = (source: TextSource): HTMLTrackElement => {
    const known = elements.get(source.id);
    if (known) return known;
    const element = document.createElement('track');
    element.kind = 'subtitles';
    element.src = source.url;
    element.srclang = source.language ?? '';
    element.label = source.label ?? '';
    video.append(element);
    element.track.addEventListener('cuechange', show);
    element.addEventListener('load', () => place(element.track));
    element.addEventListener('error', () => {
      const count = (tries.get(source.id) ?? 0) + 1;
      tries.set(source.id, count);
      if (count < MOST_TRIES) clock.after(RETRY_MS, () => again(source.id, element));
    });
    elements.set(source.id, element);
    return element;
  };
  /** A `track` element loads once: another one asks again. */
  const again = (id: string, element: HTMLTrackElement) => {
    if (elements.get(id) !== element) return;
    element.remove();
    elements.delete(id);
    if (id === chosen) apply();
  };
  const apply = () => {
    const source = sources.find((s) => s.id === chosen);
    const design = wanted ? (source?.design ?? null) : null;
    designed.select(source && design ? source.id : null, design);
    designed.hide(byBrowser);
    const drawn = designed.drawn() && !byBrowser;
    if (source && !source.image && !drawn) elementOf(source);
    pictures.select(source?.image ? source.url : null);
    for (const [id, element] of elements) {
      const mode = byBrowser ? 'showing' : 'hidden';
      element.track.mode = id === chosen && !drawn ? mode : 'disabled';
      place(element.track);
    }
    show();
    const plain = source?.design ? (wanted ? designed.refused() : 'chosen') : null;
    events.drawn(source ? (source.image ? 'pictures' : drawn ? 'ass' : 'cues') : null, plain);
  };
  return {
    offer(next) {
      for (const element of elements.values()) element.remove();
      elements.clear();
      tries.clear();
      sources = next;
      if (!sources.some((s) => s.id === chosen)) chosen = null;
      apply();
    },
    select(id) {
      chosen = sources.some((s) => s.id === id) ? id : null;
      apply();
    },
    selected: () => chosen,
    asDesigned(on) {
      wanted = on;
      apply();
    },
    delay(seconds) {
      delay_s = seconds;
      designed.setDelay(seconds);
      pictures.delay(seconds);
      for (const { track } of elements.values()) place(track);
      show();
    },
    native(on) {
      if (byBrowser === on) return;
      byBrowser = on;
      apply();
    },
    destroy() {
      designed.destroy();
      pictures.destroy();
      for (const element of elements.values()) element.remove();
      elements.clear();
    },
  };
}
