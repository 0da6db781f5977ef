/**
 * Document Picture-in-Picture (WICG): the whole stage moves into a small window that stays in front,
 * with our own controls and subtitles, and back. The element moves and is not made anew, so nothing
 * of what plays is interrupted.
 */
interface PipApi {
  requestWindow(options: { width: number; height: number }): Promise<Window>;
  readonly window: Window | null;
}

export function pipApi(): PipApi | null {
  return (globalThis as { documentPictureInPicture?: PipApi }).documentPictureInPicture ?? null;
}

/** The window's page looks as ours does: same styles, theme and language. */
function dress(page: Document, title: string): void {
  for (const { name, value } of document.documentElement.attributes) page.documentElement.setAttribute(name, value);
  for (const sheet of document.querySelectorAll('link[rel="stylesheet"], style')) {
    page.head.append(page.importNode(sheet, true));
  }
  page.title = title;
  page.body.className = document.body.className;
  page.body.style.margin = '0';
}

const WIDTH = 480;

/** Moves `host` out until the window closes. Rejects where the system refuses. */
export async function moveOut(host: HTMLElement, ratio: number, changed: (out: boolean) => void): Promise<void> {
  const api = pipApi();
  const home = host.parentElement;
  if (!api || !home) return;
  if (api.window) return api.window.close();
  const view = await api.requestWindow({ width: WIDTH, height: Math.round(WIDTH / ratio) });
  dress(view.document, document.title);
  view.document.body.append(host);
  changed(true);
  view.addEventListener('pagehide', () => {
    home.append(host);
    changed(false);
  }, { once: true });
}
