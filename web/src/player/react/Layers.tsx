import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { Backdrop } from './Backdrop';
import { useFact, useStage } from './context';
import { Controls } from './Controls';
import { Cues } from './Cues';
import { EndScreen } from './EndScreen';
import { Flash } from './Flash';
import { HelpSheet } from './HelpSheet';
import { LookSheet } from './LookSheet';
import { AddTextProvider } from './menus/AddText';
import { MoreMenu } from './menus/MoreMenu';
import { Notices } from './Notices';
import { Pictures } from './Pictures';
import type { PlayerProps } from './Player';
import { StatsPanel } from './StatsPanel';
import { Surface } from './Surface';
import { TopBar } from './TopBar';
import { TouchControls } from './TouchControls';
import { TouchToPlay } from './TouchToPlay';
import { TroubleScreen } from './TroubleScreen';
import { usePlayerKeys } from './usePlayerKeys';
import { Wait } from './Wait';
import { WhySheet } from './WhySheet';

interface Props extends PlayerProps {
  readonly visible: boolean;
  onTap(): void;
  stir(): void;
}

/** Everything over the film, from the picture outwards. */
export function Layers(props: Props) {
  const { media, visible, onBack, downloadUrl } = props;
  const [sheet, setSheet] = useState<'why' | 'help' | 'look' | null>(null);
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
  useStillness();
  const shown = visible || failed || ended;
  const why = () => setSheet('why');
  const more = (
    <MoreMenu downloadUrl={downloadUrl} onStats={() => setStats(!stats)} onHelp={() => setSheet('help')} onWhy={why} />
  );
  return (
    <AddTextProvider>
      <Backdrop media={media} />
      <Surface ask={ask} onTap={props.onTap} />
      <Wait />
      <Flash sign={sign} />
      <EndScreen next={next} onNext={onNext} onBack={onBack} />
      <TroubleScreen downloadUrl={downloadUrl} signInUrl={props.signInUrl} onBack={onBack} />
      <Fading shown={shown} off={failed || ended} className="hidden pointer-coarse:block max-sm:block">
        <TouchControls shown={shown} onNext={next ? onNext : null} />
      </Fading>
      <TouchToPlay />
      <Fading shown={shown} className="player-top absolute inset-x-0 top-0 z-20 pb-16">
        <TopBar title={media?.title ?? ''} context={props.context} onBack={onBack}>
          {failed ? null : more}
        </TopBar>
      </Fading>
      <Fading shown={shown} off={failed} className="player-bottom absolute inset-x-0 bottom-0 z-20 h-52" />
      <Pictures lifted={shown} />
      <Cues lifted={shown && sheet !== 'look'} trying={sheet === 'look'} />
      <Fading shown={shown} off={failed} className="absolute inset-x-0 bottom-0 z-20">
        <Controls nextTitle={next?.title ?? null} onNext={onNext} onWhy={why} onLook={() => setSheet('look')} />
      </Fading>
      <Notices />
      {stats ? <StatsPanel onClose={() => setStats(false)} /> : null}
      <WhySheet open={sheet === 'why'} onClose={() => setSheet(null)} />
      <LookSheet open={sheet === 'look'} onLook={props.onLook} onClose={() => setSheet(null)} />
      <HelpSheet open={sheet === 'help'} onClose={() => setSheet(null)} />
    </AddTextProvider>
  );
}

interface FadingProps {
  readonly shown: boolean;
  /** Not there at all. */
  readonly off?: boolean;
  readonly className: string;
  readonly children?: ReactNode;
}

/** Comes and goes with the controls. Only what stands in it takes the pointer, its shade does not. */
function Fading({ shown, off, className, children }: FadingProps) {
  if (off) return null;
  return (
    <div
      className={`pointer-events-none transition-opacity duration-250 ease-out ${shown ? 'opacity-100 [&>*]:pointer-events-auto' : 'opacity-0'} ${className}`}
    >
      {children}
    </div>
  );
}

/** The controls stay while nothing plays. */
function useStillness(): void {
  const { hold } = useStage();
  const still = useFact((s) => s.paused || s.phase !== 'ready');
  useEffect(() => hold('still', still), [hold, still]);
}
