/**
 * One ASS script drawn over the film by libass, in a worker of its own. The canvas lies exactly
 * where the picture is and follows it; all that happens on the page is telling the time.
 */
import type { Clock } from '../clock';
import { dotsOf, filmBox } from './box';
import { watchFrames } from './frames';
import type { Design, FromWorker, ToWorker } from './messages';
import { createTurns } from './turns';

export interface DrawingEvents {
  ready(): void;
  failed(why: 'failed' | 'fonts'): void;
}

export interface Drawing {
  /** Seconds by which lines come later than the script says. */
  setDelay(delay_s: number): void;
  /** Out of sight, and ready to come back. */
  hide(hidden: boolean): void;
  destroy(): void;
}

/** False where a browser lacks what drawing needs: it is never tried there. */
export function canDraw(): boolean {
  return (
    typeof Worker === 'function' &&
    typeof WebAssembly === 'object' &&
    typeof HTMLCanvasElement === 'function' &&
    'transferControlToOffscreen' in HTMLCanvasElement.prototype
  );
}

function canvasOver(video: HTMLVideoElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas');
  canvas.dataset['testid'] = 'ass';
  canvas.setAttribute('aria-hidden', 'true');
  // Over the shade of the controls, so that a line stays to be read, and under the controls.
  Object.assign(canvas.style, { position: 'absolute', pointerEvents: 'none', zIndex: '6' });
  video.after(canvas);
  return canvas;
}

const startWorker = () => new Worker(new URL('./ass.worker.ts', import.meta.url), { type: 'module', name: 'ass' });

export function createDrawing(video: HTMLVideoElement, design: Design, clock: Clock, events: DrawingEvents): Drawing {
  const canvas = canvasOver(video);
  const worker = startWorker();
  const say = (message: ToWorker, handOver: Transferable[] = []) => worker.postMessage(message, handOver);
  let ready = false;
  let delay_s = 0;
  let now_s = video.currentTime;
  // A lower quality has fewer dots, and blur is measured in the author's: the most seen are those.
  let film = { width: 0, height: 0 };

  const turns = createTurns(clock, (moment) => say({ do: 'draw', ...moment }), () => give('failed'));
  const draw = (anew: boolean) => {
    if (ready && !canvas.hidden) turns.want({ time_s: now_s - delay_s, anew });
  };
  const place = () => {
    const picture = { width: video.videoWidth, height: video.videoHeight };
    const box = filmBox({ width: video.clientWidth, height: video.clientHeight }, picture);
    if (!box) return;
    if (picture.height > film.height) film = picture;
    Object.assign(canvas.style, {
      left: `${video.offsetLeft + box.left}px`,
      top: `${video.offsetTop + box.top}px`,
      width: `${box.width}px`,
      height: `${box.height}px`,
    });
    say({ do: 'size', ...dotsOf(box, devicePixelRatio), film_width: film.width, film_height: film.height });
    draw(true);
  };
  const stopFrames = watchFrames(video, clock, (time_s) => {
    now_s = time_s;
    draw(false);
  });
  const sizes = new ResizeObserver(place);

  const destroy = () => {
    worker.terminate();
    turns.destroy();
    stopFrames();
    sizes.disconnect();
    video.removeEventListener('resize', place);
    canvas.remove();
    ready = false;
  };
  const give = (why: 'failed' | 'fonts') => {
    destroy();
    events.failed(why);
  };
  worker.onerror = (event) => {
    event.preventDefault();
    give('failed');
  };
  worker.onmessage = ({ data }: MessageEvent<FromWorker>) => {
    if (data.is === 'drawn') return turns.done();
    if (data.is === 'failed') return give(data.why);
    ready = true;
    draw(true);
    events.ready();
  };
  const absolute = (url: string) => new URL(url, document.baseURI).href;
  const offscreen = canvas.transferControlToOffscreen();
  const fonts_url = design.fonts_url && absolute(design.fonts_url);
  say({ do: 'open', canvas: offscreen, script_url: absolute(design.script_url), fonts_url }, [offscreen]);
  sizes.observe(video);
  video.addEventListener('resize', place);
  place();
  return {
    setDelay(to_s) {
      delay_s = to_s;
      draw(false);
    },
    hide(hidden) {
      if (canvas.hidden === hidden) return;
      canvas.hidden = hidden;
      now_s = video.currentTime;
      draw(true);
    },
    destroy,
  };
}
