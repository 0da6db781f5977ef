import { Tooltip } from 'radix-ui';
import { useCallback, useMemo, useState } from 'react';
import type { Media, TextLook } from '@/api';
import type { PlayerDeps } from '../core';
import { StageContext } from './context';
import { Layers } from './Layers';
import './player.css';
import { useIdle } from './useIdle';
import { usePlayer, type Mounted } from './usePlayer';

export interface PlayerProps extends Pick<PlayerDeps, 'ask' | 'save' | 'wishes' | 'remember'> {
  readonly id: string;
  /** What is known of the title; the player begins without waiting for it. */
  readonly media: Media | null;
  readonly context: string | null;
  /** Where to begin, in seconds; null: where the viewer was. */
  readonly start_s: number | null;
  readonly downloadUrl: string;
  readonly signInUrl: string;
  /** How subtitles are drawn. */
  readonly look: TextLook;
  onLook(change: Partial<TextLook>): void;
  onBack(): void;
  onNext(next: Media): void;
}

export function PlayerScreen(props: PlayerProps) {
  const [root, setRoot] = useState<HTMLElement | null>(null);
  const [video, setVideo] = useState<HTMLVideoElement | null>(null);
  const mounted = useMemo<Mounted | null>(() => (root && video ? { root, video } : null), [root, video]);
  const player = usePlayer(props.id, mounted, props, props.start_s);
  const { idle, visible } = useIdle();
  const hold = useCallback((reason: string, held: boolean) => idle.hold(reason, held), [idle]);
  const { look } = props;
  const stage = useMemo(() => ({ player, root, hold, look }), [player, root, hold, look]);
  return (
    <StageContext.Provider value={stage}>
      <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
        <main
          id="main"
          ref={setRoot}
          data-theme="dark"
          data-controls={visible ? 'shown' : 'hidden'}
          onPointerMove={(event) => event.pointerType === 'mouse' && idle.stir()}
          onPointerLeave={(event) => event.pointerType === 'mouse' && idle.hide()}
          onFocus={() => idle.stir()}
          className={`group/stage fixed inset-0 isolate overflow-hidden bg-black text-white select-none ${visible ? '' : 'cursor-none'}`}
        >
          <video ref={setVideo} playsInline aria-label={props.media?.title} className="absolute inset-0 size-full bg-black object-contain" />
          <Layers {...props} visible={visible} onTap={() => (idle.visible() ? idle.hide() : idle.stir())} stir={() => idle.stir()} />
        </main>
      </Tooltip.Provider>
    </StageContext.Provider>
  );
}
