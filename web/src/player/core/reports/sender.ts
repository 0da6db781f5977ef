/** Sends what was measured: once a minute while something changes, and when the viewer leaves. */
import type { Clock } from '../clock';
import { reportOf, type Figures, type Report } from './figures';

export const REPORT_EVERY_MS = 60_000;

export interface SenderDeps {
  readonly clock: Clock;
  readonly client: string;
  read(): Figures;
  /** `leaving`: the page may be gone before an answer comes, so a beacon must carry it. */
  send(viewing: string, report: Report, leaving: boolean): Promise<void>;
}

export interface Sender {
  /** `leaving`: the page is hidden or closed. */
  send(leaving: boolean): void;
  destroy(): void;
}

/** A random name. `randomUUID` is there on secure pages alone, and most homes have none. */
function newName(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function createSender({ clock, client, read, send }: SenderDeps): Sender {
  const viewing = newName();
  let seq = 0;
  let sent: Figures | null = null;

  const tell = (leaving: boolean) => {
    const now = read();
    const worth = now.start_ms !== null || now.watched_ms > 0 || Object.keys(now.failures).length > 0;
    if (!worth || now === sent) return;
    const before = sent;
    sent = now;
    send(viewing, reportOf(now, ++seq, client), leaving).catch(() => {
      // Not kept by the server: the next one says all of it again.
      if (sent === now) sent = before;
    });
  };
  let stop: () => void = () => undefined;
  const tick = () => {
    stop = clock.after(REPORT_EVERY_MS, () => {
      tell(false);
      tick();
    });
  };
  tick();
  return {
    send: tell,
    destroy() {
      stop();
      tell(false);
    },
  };
}
