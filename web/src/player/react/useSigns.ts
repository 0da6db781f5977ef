/** Requests from keys and taps, each answered by a sign on the picture once the element obeyed. */
import { useCallback, useEffect, useRef, useState } from 'react';
import type { Player, PlayerRequest, Snapshot } from '../core';
import type { Sign } from './Flash';

const RUN_MS = 800;
const PATIENCE_MS = 250;

type Unnumbered = Sign extends infer S ? (S extends Sign ? Omit<S, 'seq'> : never) : never;

export interface SignWords {
  speed(rate: number): string;
  captions(snapshot: Snapshot): string;
  fill(on: boolean): string;
  delay(seconds: number): string;
}

/** Calls back at the next change, or soon where nothing changes (loudness already at its end). */
function afterChange(player: Player, then: () => void): void {
  let done = false;
  const once = () => {
    if (done) return;
    done = true;
    stop();
    clearTimeout(patience);
    then();
  };
  const stop = player.subscribe(once);
  const patience = setTimeout(once, PATIENCE_MS);
}

function signOf(request: PlayerRequest, now: Snapshot, words: SignWords): Unnumbered | null {
  switch (request.do) {
    case 'toggle':
      return now.paused ? { kind: 'pause' } : { kind: 'play' };
    case 'volume_step':
    case 'toggle_mute':
      return { kind: 'volume', part: now.muted ? 0 : now.volume };
    case 'volume':
      return { kind: 'volume', part: now.muted ? 0 : now.volume, held: true };
    case 'brightness':
      return { kind: 'brightness', part: now.brightness, held: true };
    case 'fill':
      return { kind: 'word', word: words.fill(now.filling) };
    case 'rate_step':
      return { kind: 'word', word: words.speed(now.rate) };
    case 'toggle_text':
      return { kind: 'word', word: words.captions(now) };
    case 'text_delay_step':
      return { kind: 'word', word: words.delay(now.text_delay_s) };
    default:
      return null;
  }
}

export function useSigns(player: Player | null, words: SignWords) {
  const [sign, setSign] = useState<Sign | null>(null);
  const count = useRef(0);
  const run = useRef({ sum_s: 0, until: 0 });
  const newest = useRef(words);
  useEffect(() => {
    newest.current = words;
  });

  const show = useCallback((next: Unnumbered) => {
    count.current += 1;
    setSign({ ...next, seq: count.current } as Sign);
  }, []);

  const ask = useCallback(
    (request: PlayerRequest) => {
      if (!player || player.get().phase !== 'ready') return;
      player.request(request);
      if (request.do === 'skip') {
        const { sum_s, until } = run.current;
        const goesOn = performance.now() < until && Math.sign(sum_s) === Math.sign(request.by_s);
        run.current = { sum_s: (goesOn ? sum_s : 0) + request.by_s, until: performance.now() + RUN_MS };
        return show({ kind: 'seek', sum_s: run.current.sum_s });
      }
      afterChange(player, () => {
        const next = signOf(request, player.get(), newest.current);
        if (next) show(next);
      });
    },
    [player, show],
  );
  return { sign, ask };
}
