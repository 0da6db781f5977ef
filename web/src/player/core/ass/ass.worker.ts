/**
 * Draws an ASS script with libass, away from the page. It fetches what it needs itself: the
 * script, the fonts of the film, and a font of ours for names that nobody brought.
 *
 * Of jassub only its build of libass and its painters are used; its page side polls the system's
 * fonts and brings a library of another licence.
 */
import fallbackUrl from 'jassub/dist/default.woff2?url';
import loadLibass from 'jassub/dist/wasm/jassub-worker.js';
import { Canvas2DRenderer } from 'jassub/dist/worker/renderers/2d-renderer.js';
import { WebGL2Renderer } from 'jassub/dist/worker/renderers/webgl2-renderer.js';
import type { Design, FromWorker, PaintSize, ToWorker } from './messages';
import { lacksFonts } from './script';

/** A film's script is read out of it when first asked for: until then the server says later. */
const RETRY_MS = 3000;
const MOST_TRIES = 20;
const BUSY = 503;
const FONTS_AT_ONCE = 4;
const FALLBACK_NAME = 'liberation sans';
const FIRST_SIZE: PaintSize = { width: 640, height: 360, film_width: 640, film_height: 360 };

type Image = Parameters<Canvas2DRenderer['render']>[0][number];

interface Libass {
  resizeCanvas(width: number, height: number, filmWidth: number, filmHeight: number): void;
  setThreads(count: number): number;
  addFont(name: string, at: number, bytes: number): void;
  reloadFonts(): void;
  createTrackMem(script: string): void;
  /** Nothing where the picture is the same as before. */
  rawRender(time_s: number, anew: number): Image[] | undefined;
}

interface Built {
  _malloc(bytes: number): number;
  JASSUB: new (width: number, height: number, font: string) => Libass;
}

interface Scope {
  /** The memory of libass, as its build puts it here. */
  readonly HEAPU8RAW: Uint8Array;
  postMessage(message: FromWorker): void;
  onmessage: ((event: MessageEvent<ToWorker>) => void) | null;
}

/** The film brings none, and these letters need one. */
class NoFonts extends Error {}

const scope = self as unknown as Scope;
let libass: Libass | null = null;
let painter: Canvas2DRenderer | WebGL2Renderer | null = null;
let size = FIRST_SIZE;

async function fetched(url: string): Promise<Response> {
  for (let tries = 1; ; tries++) {
    const answer = await fetch(url).catch(() => null);
    if (answer?.ok) return answer;
    const later = answer === null || answer.status === BUSY;
    if (!later || tries === MOST_TRIES) throw new Error(`${url.split('/').at(-1)}: ${answer?.status ?? 'no answer'}`);
    await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
  }
}

/** The bytes of the film's fonts; one that does not come is missing, and no more than that. */
async function fontsOf(url: string | null): Promise<Uint8Array[]> {
  if (url === null) return [];
  const list = (await fetched(url).then((answer) => answer.json())) as { url: string }[];
  const found: (Uint8Array | null)[] = list.map(() => null);
  let next = 0;
  const take = async () => {
    while (next < list.length) {
      const n = next++;
      const answer = await fetched(new URL(list[n]?.url ?? '', url).href).catch(() => null);
      found[n] = answer && new Uint8Array(await answer.arrayBuffer());
    }
  };
  await Promise.all(Array.from({ length: FONTS_AT_ONCE }, take));
  return found.filter((font) => font !== null);
}

function painterFor(canvas: OffscreenCanvas): Canvas2DRenderer | WebGL2Renderer {
  // A canvas that refused one kind of painting may have become unfit for the other.
  const webgl = new OffscreenCanvas(1, 1).getContext('webgl2', { failIfMajorPerformanceCaveat: true }) !== null;
  const made = webgl ? new WebGL2Renderer() : new Canvas2DRenderer();
  made.setCanvas(canvas);
  return made;
}

async function open(canvas: OffscreenCanvas, { script_url, fonts_url }: Design): Promise<void> {
  painter = painterFor(canvas);
  const building = loadLibass({ __out: () => undefined, __err: () => undefined }) as Promise<unknown> as Promise<Built>;
  const [script, fonts, fallback, built] = await Promise.all([
    fetched(script_url).then((answer) => answer.text()),
    fontsOf(fonts_url).catch(() => []),
    fetched(new URL(fallbackUrl, self.location.href).href).then((answer) => answer.arrayBuffer()),
    building,
  ]);
  if (lacksFonts(script, fonts.length)) throw new NoFonts();
  const made = new built.JASSUB(size.width, size.height, FALLBACK_NAME);
  made.setThreads(1);
  [...fonts, new Uint8Array(fallback)].forEach((font, n) => {
    const at = built._malloc(font.byteLength);
    scope.HEAPU8RAW.set(font, at);
    made.addFont(`font-${n}`, at, font.byteLength);
  });
  made.createTrackMem(script);
  // Again after the script, which may bring fonts of its own.
  made.reloadFonts();
  libass = made;
  resize(size);
  scope.postMessage({ is: 'ready' });
}

function resize(to: PaintSize): void {
  size = to;
  libass?.resizeCanvas(to.width, to.height, to.film_width, to.film_height);
  painter?.resizeCanvas(to.width, to.height);
}

function draw(time_s: number, anew: boolean): void {
  const images = libass?.rawRender(Math.max(0, time_s), Number(anew));
  if (images) painter?.render(images, scope.HEAPU8RAW);
  scope.postMessage({ is: 'drawn' });
}

function fail(error: unknown): void {
  scope.postMessage({ is: 'failed', why: error instanceof NoFonts ? 'fonts' : 'failed' });
}

scope.onmessage = ({ data }) => {
  try {
    if (data.do === 'open') open(data.canvas, data).catch(fail);
    else if (data.do === 'size') resize(data);
    else draw(data.time_s, data.anew);
  } catch (error) {
    fail(error);
  }
};
