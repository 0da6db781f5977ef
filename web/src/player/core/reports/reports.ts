/** How this viewing goes: measured here, told to the server, shown in the statistics. */
import type { Clock } from '../clock';
import type { PlayFailure } from '../stream/failure';
import type { Store } from '../store';
import type { Snapshot } from '../types';
import { clientOf } from './client';
import { codeOf } from './code';
import type { Figures } from './figures';
import { Measure } from './measure';
import { createSender, type SenderDeps } from './sender';
import { watch } from './watch';

export interface Reports {
  figures(): Figures;
  failed(failure: PlayFailure): void;
  destroy(): void;
}

export function createReports(
  video: HTMLVideoElement,
  store: Store<Snapshot>,
  clock: Clock,
  send: SenderDeps['send'] | undefined,
): Reports {
  const measure = new Measure(clock);
  const read = () => measure.figures();
  const stopWatch = watch(video, store, measure, clock);
  const stopStore = hearStore(store, measure);
  const sender = send && createSender({ clock, client: clientOf(navigator.userAgent), read, send });
  const away = () => sender?.send(true);
  const hidden = () => document.visibilityState === 'hidden' && away();
  document.addEventListener('visibilitychange', hidden);
  addEventListener('pagehide', away);
  return {
    figures: read,
    failed: (failure) => measure.failed(codeOf(failure)),
    destroy() {
      document.removeEventListener('visibilitychange', hidden);
      removeEventListener('pagehide', away);
      sender?.destroy();
      stopWatch();
      stopStore();
    },
  };
}

function hearStore(store: Store<Snapshot>, measure: Measure): () => void {
  let before = store.get();
  return store.subscribe(() => {
    const now = store.get();
    const old = before;
    before = now;
    if (now.needs_touch) measure.spoil();
    if (now.quality_now !== old.quality_now) measure.quality(now.quality_now);
    if (now.notice !== old.notice && now.notice?.kind === 'fell_back') measure.fellBack();
    if (now.trouble !== old.trouble && now.trouble?.kind === 'unplayable') measure.failed('unplayable');
  });
}
