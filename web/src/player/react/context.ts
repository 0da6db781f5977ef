/** The player for everything drawn inside it. */
import { createContext, useContext, useSyncExternalStore } from 'react';
import { USUAL, type TextLook } from '@/api';
import { EMPTY, type Player, type PlayerRequest, type Snapshot } from '../core';

export interface Stage {
  /** null until the media element is on the page. */
  readonly player: Player | null;
  /** Menus and sheets open inside it, so that they show in full screen too. */
  readonly root: HTMLElement | null;
  /** While a reason is held the controls stay. */
  hold(reason: string, held: boolean): void;
  /** How subtitles are drawn. */
  readonly look: TextLook;
}

export const StageContext = createContext<Stage>({ player: null, root: null, hold: () => undefined, look: USUAL.text_look });

export const useStage = () => useContext(StageContext);

const nothing = () => () => undefined;

/** One fact of the snapshot; the component draws again only when that fact changes. */
export function useFact<T>(pick: (snapshot: Snapshot) => T): T {
  const { player } = useStage();
  return useSyncExternalStore(player?.subscribe ?? nothing, () => pick(player?.get() ?? EMPTY));
}

export function useRequest(): (request: PlayerRequest) => void {
  const { player } = useStage();
  return (request) => player?.request(request);
}
