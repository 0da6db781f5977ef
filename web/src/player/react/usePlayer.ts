/** A player for as long as its screen is shown. */
import { useEffect, useRef, useState } from 'react';
import { createPlayer, type Player, type PlayerDeps } from '../core';

export interface Mounted {
  readonly video: HTMLVideoElement;
  readonly root: HTMLElement;
}

/**
 * `key` names what is watched: another key is another player. `deps` may change from one drawing
 * to the next; the newest are used.
 */
export function usePlayer(
  key: string,
  mounted: Mounted | null,
  deps: Pick<PlayerDeps, 'ask' | 'save' | 'where' | 'report' | 'skip_habits'>,
  start_s: number | null,
): Player | null {
  const [player, setPlayer] = useState<Player | null>(null);
  const newest = useRef(deps);
  const start = useRef(start_s);
  useEffect(() => {
    newest.current = deps;
    start.current = start_s;
  });
  useEffect(() => {
    if (!mounted) return;
    const made = createPlayer(
      mounted.video,
      mounted.root,
      {
        ask: () => newest.current.ask(),
        report: async (...told) => newest.current.report?.(...told),
        save: (position, leaving) => newest.current.save(position, leaving),
        where: async () => (await newest.current.where?.()) ?? null,
        skip_habits: newest.current.skip_habits,
      },
      start.current,
    );
    setPlayer(made);
    return () => {
      setPlayer(null);
      made.destroy();
    };
  }, [key, mounted]);
  const { skip_habits } = deps;
  useEffect(() => {
    if (skip_habits) player?.setSkipHabits(skip_habits);
  }, [player, skip_habits]);
  return player;
}
