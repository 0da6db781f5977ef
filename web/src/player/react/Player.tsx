import { Tooltip } from 'radix-ui';
import { startTransition, useCallback, useEffect, useMemo, useState } from 'react';
import { createPortal } from 'react-dom';
import type { Media, TextLook } from '@/api';
import type { PlayerDeps } from '../core';
import { Backdrop } from './Backdrop';
import { StageContext } from './context';
import { Elsewhere } from './Elsewhere';
import { Layers } from './Layers';
import './player.css';
import { useIdle } from './useIdle';
import { usePlayer, type Mounted } from './usePlayer';
import { useStageHost } from './useStageHost';

type Asked = 'ask' | 'save' | 'where' | 'report' | 'likes' | 'like' | 'wishes' | 'remember';

export interface PlayerProps extends Pick<PlayerDeps, Asked> {
  readonly id: string;
  /** What is known of the title; the player begins without waiting for it. */
  readonly media: Media | null;
  readonly context: string | null;
  /** Where to begin, in seconds; null: where the viewer was. */
  readonly start_s: number | null;
  /** The next title begins by itself when this one is over. */
  readonly autoplayNext: boolean;
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
  const [laid, setLaid] = useState(false);
  // The film is asked for first: all the buttons over it are drawn while the answer is on its way.
  useEffect(() => startTransition(() => setLaid(mounted !== null)), [mounted]);
  const { idle, visible } = useIdle();
  const { slot, host } = useStageHost();
  const hold = useCallback((reason: string, held: boolean) => idle.hold(reason, held), [idle]);
  const { look } = props;
  const stage = useMemo(() => ({ player, root, hold, look }), [player, root, hold, look]);
  return (
    <StageContext.Provider value={stage}>
      <div ref={slot} className="contents" />
      <Elsewhere title={props.media?.title ?? ''} onBack={props.onBack} />
      {createPortal(
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
            <Backdrop media={props.media} />
            {laid ? <Layers {...props} visible={visible} onTap={() => (idle.visible() ? idle.hide() : idle.stir())} stir={() => idle.stir()} /> : null}
          </main>
        </Tooltip.Provider>,
        host,
      )}
    </StageContext.Provider>
  );
}
