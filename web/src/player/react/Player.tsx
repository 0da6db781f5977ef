import { Play } from 'lucide-react';
import { Tooltip } from 'radix-ui';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Media } from '@/api';
import type { PlayerDeps } from '../core';
import { Backdrop } from './Backdrop';
import { StageContext, useFact, useRequest, useStage } from './context';
import { Controls } from './Controls';
import { Cues } from './Cues';
import { EndScreen } from './EndScreen';
import { Flash } from './Flash';
import { HelpSheet } from './HelpSheet';
import { MoreMenu } from './menus/MoreMenu';
import { Notices } from './Notices';
import './player.css';
import { StatsPanel } from './StatsPanel';
import { Surface } from './Surface';
import { TopBar } from './TopBar';
import { TouchControls } from './TouchControls';
import { TroubleScreen } from './TroubleScreen';
import { useIdle } from './useIdle';
import { usePlayerKeys } from './usePlayerKeys';
import { usePlayer, type Mounted } from './usePlayer';
import { Wait } from './Wait';
import { WhySheet } from './WhySheet';

export interface PlayerProps extends Pick<PlayerDeps, 'ask' | 'save'> {
  readonly id: string;
  /** What is known of the title; the player begins without waiting for it. */
  readonly media: Media | null;
  readonly context: string | null;
  /** Where to begin, in seconds; null: where the viewer was. */
  readonly start_s: number | null;
  readonly downloadUrl: string;
  readonly signInUrl: string;
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
  const stage = useMemo(() => ({ player, root, hold }), [player, root, hold]);
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

interface LayerProps extends PlayerProps {
  readonly visible: boolean;
  onTap(): void;
  stir(): void;
}

/** Everything over the film, from the picture outwards. */
function Layers(props: LayerProps) {
  const { media, context, visible, onBack } = props;
  const [sheet, setSheet] = useState<'why' | 'help' | null>(null);
  const [stats, setStats] = useState(false);
  const next = useFact((s) => s.playback?.next ?? null);
  const failed = useFact((s) => s.phase === 'failed');
  const ended = useFact((s) => s.ended && s.phase === 'ready');
  const onNext = useCallback(() => next && props.onNext(next), [next, props]);
  const { sign, ask } = usePlayerKeys(media, props.stir, {
    next: next ? onNext : null,
    help: () => setSheet(sheet === 'help' ? null : 'help'),
    back: () => (stats ? setStats(false) : onBack()),
  });
  useHolds();
  const shown = visible || failed || ended;
  const fade = `transition-opacity duration-250 ease-out ${shown ? 'opacity-100' : 'pointer-events-none opacity-0'}`;
  return (
    <>
      <Backdrop media={media} />
      <Surface ask={ask} onTap={props.onTap} />
      <Wait />
      <Flash sign={sign} />
      <EndScreen next={next} onNext={onNext} onBack={onBack} />
      <TroubleScreen downloadUrl={props.downloadUrl} signInUrl={props.signInUrl} onBack={onBack} />
      {!failed && !ended ? (
        <div className={`hidden pointer-coarse:block max-sm:block ${fade}`}>
          <TouchControls onNext={next ? onNext : null} />
        </div>
      ) : null}
      <TouchToPlay />
      <div className={`player-top pointer-events-none absolute inset-x-0 top-0 z-20 pb-16 ${fade}`}>
        <div className={shown ? 'pointer-events-auto' : ''}>
          <TopBar title={media?.title ?? ''} context={context} onBack={onBack}>
            {failed ? null : (
              <MoreMenu
                downloadUrl={props.downloadUrl}
                onStats={() => setStats(!stats)}
                onHelp={() => setSheet('help')}
                onWhy={() => setSheet('why')}
              />
            )}
          </TopBar>
        </div>
      </div>
      {failed ? null : (
        <>
          <div className={`player-bottom pointer-events-none absolute inset-x-0 bottom-0 z-20 h-52 ${fade}`} />
          <Cues lifted={shown} />
          <div className={`absolute inset-x-0 bottom-0 z-20 ${fade}`}>
            <Controls nextTitle={next?.title ?? null} onNext={onNext} onWhy={() => setSheet('why')} />
          </div>
        </>
      )}
      <Notices />
      {stats ? <StatsPanel onClose={() => setStats(false)} /> : null}
      <WhySheet open={sheet === 'why'} onClose={() => setSheet(null)} />
      <HelpSheet open={sheet === 'help'} onClose={() => setSheet(null)} />
    </>
  );
}

/** The controls stay while nothing plays. */
function useHolds(): void {
  const { hold } = useStage();
  const still = useFact((s) => s.paused || s.phase !== 'ready');
  useEffect(() => hold('still', still), [hold, still]);
}

/** A browser that lets no sound out before a touch: one great button. */
function TouchToPlay() {
  const { t } = useTranslation('player');
  const request = useRequest();
  const needed = useFact((s) => s.needs_touch && s.phase === 'ready' && s.paused);
  if (!needed) return null;
  return (
    <button
      type="button"
      autoFocus
      onClick={() => request({ do: 'play' })}
      className="absolute top-1/2 left-1/2 z-20 flex h-16 -translate-x-1/2 -translate-y-1/2 items-center gap-3 rounded-full bg-white pr-8 pl-6.5 text-lead font-semibold text-[#0a0a0a] shadow-card transition-transform duration-150 hover:scale-103"
    >
      <Play aria-hidden size={24} fill="currentColor" />
      {t('play')}
    </button>
  );
}
