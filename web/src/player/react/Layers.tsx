import { useCallback, useEffect, useState, type ReactNode } from 'react';
import { ChaptersSheet } from './ChaptersSheet';
import { useFact, useStage } from './context';
import { Controls } from './Controls';
import { Cues } from './Cues';
import { EndScreen } from './EndScreen';
import { EpisodesSheet } from './EpisodesSheet';
import { Flash } from './Flash';
import { HelpSheet } from './HelpSheet';
import { LookSheet } from './LookSheet';
import { AddTextProvider } from './menus/AddText';
import { MoreMenu } from './menus/MoreMenu';
import { NextUp } from './NextUp';
import { Notices } from './Notices';
import { OnTelevision } from './OnTelevision';
import { Pictures } from './Pictures';
import type { PlayerProps } from './Player';
import { SkipButton } from './SkipButton';
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
  const [sheet, setSheet] = useState<'why' | 'help' | 'chapters' | 'episodes' | 'look' | null>(null);
  const [stats, setStats] = useState(false);
  const next = useFact((s) => s.playback?.next ?? null);
  const failed = useFact((s) => s.phase === 'failed');
  const ended = useFact((s) => s.ended && s.phase === 'ready');
  const onNext = useCallback(() => next && props.onNext(next), [next, props]);
  const { sign, ask } = usePlayerKeys(media, props.stir, {
    next: next ? onNext : null,
    episodes: () => setSheet(sheet === 'episodes' || !media?.series ? null : 'episodes'),
    help: () => setSheet(sheet === 'help' ? null : 'help'),
    back: () => (stats ? setStats(false) : onBack()),
  });
  useStillness();
  const shown = visible || failed || ended;
  // While subtitles are tried on, nothing else stands over the film's lower edge.
  const tools = shown && sheet !== 'look';
  // Who looks something up is not carried away meanwhile.
  const counts = props.autoplayNext && sheet === null;
  const why = () => setSheet('why');
  const more = (
    <MoreMenu downloadUrl={downloadUrl} onStats={() => setStats(!stats)} onHelp={() => setSheet('help')} onWhy={why} onEpisodes={media?.series ? () => setSheet('episodes') : null} />
  );
  return (
    <AddTextProvider>
      <OnTelevision title={media?.title ?? ''} />
      <Surface ask={ask} onTap={props.onTap} />
      <Wait />
      <Flash sign={sign} />
      <EndScreen next={next} counts={counts} onNext={onNext} onBack={onBack} />
      <TroubleScreen downloadUrl={downloadUrl} signInUrl={props.signInUrl} onBack={onBack} />
      <Fading shown={tools} off={failed || ended} className="hidden pointer-coarse:block max-sm:block">
        <TouchControls shown={tools} onNext={next ? onNext : null} />
      </Fading>
      <TouchToPlay />
      <Fading shown={shown} className="player-top absolute inset-x-0 top-0 z-20 pb-16">
        <TopBar title={media?.title ?? ''} context={props.context} onBack={onBack}>
          {failed ? null : more}
        </TopBar>
      </Fading>
      <Fading shown={tools} off={failed} className="player-bottom absolute inset-x-0 bottom-0 z-5 h-52" />
      <Pictures lifted={shown} />
      <Cues lifted={tools} trying={sheet === 'look'} />
      <Fading shown={tools} off={failed} className="absolute inset-x-0 bottom-0 z-20">
        <Controls
          nextTitle={next?.title ?? null}
          onNext={onNext}
          onWhy={why}
          onChapters={() => setSheet('chapters')}
          onEpisodes={media?.series ? () => setSheet('episodes') : null}
          onLook={() => setSheet('look')}
        />
      </Fading>
      <SkipButton hasNext={next !== null} controls={shown} />
      {next ? <NextUp key={props.id} next={next} counts={counts} controls={shown} onNext={onNext} /> : null}
      <Notices />
      {stats ? <StatsPanel onClose={() => setStats(false)} /> : null}
      <ChaptersSheet open={sheet === 'chapters'} onClose={() => setSheet(null)} />
      <EpisodesSheet media={media} open={sheet === 'episodes'} onClose={() => setSheet(null)} onChoose={props.onNext} />
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
