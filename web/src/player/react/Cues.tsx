import { useTranslation } from 'react-i18next';
import { Words } from '@/ui/subtitles';
import type { CueOnScreen, CueRun } from '../core';
import { useFact, useStage } from './context';

function Run({ run }: { run: CueRun }) {
  const style = [run.italic ? 'italic' : '', run.bold ? 'font-bold' : '', run.underline ? 'underline' : ''].join(' ');
  return <span className={style}>{run.text}</span>;
}

function Cue({ cue }: { cue: CueOnScreen }) {
  const { look } = useStage();
  return <Words look={look} lines={cue.lines.map((line) => line.map((run, j) => <Run key={j} run={run} />))} />;
}

const plain = (text: string): CueRun => ({ text, italic: false, bold: false, underline: false });

/** The lower edge of the window that the controls take, and with the picture of a place above them. */
const CONTROLS_PX = 112;
const SCRUBBING_PX = 276;
const TITLE_PX = 92;

/** Above the author's place of a cue that stands at the top. */
const USUAL_OFFSET = 6;

interface Props {
  readonly lifted: boolean;
  /** Somebody tries how subtitles look: there is something to see even where nobody speaks. */
  readonly trying?: boolean;
}

/** Subtitles within the picture, lifted while the controls are there so that neither covers the other. */
export function Cues({ lifted, trying }: Props) {
  const { t } = useTranslation('taste');
  const { look } = useStage();
  const shown = useFact((s) => s.cues);
  const ratio = useFact((s) => (s.video_height > 0 ? s.video_width / s.video_height : 16 / 9));
  const sample = { lines: [[plain(t('sample.one'))], [plain(t('sample.two'))]], top: false };
  const cues = trying && shown.length === 0 ? [sample] : shown;
  const above = look.position === 'top';
  const top = cues.filter((cue) => above || cue.top);
  const bottom = cues.filter((cue) => !above && !cue.top);
  const offset = (percent: number) => `calc(var(--picture) * ${percent / 100})`;
  const place = {
    '--picture': `min(100dvh, calc(100vw / ${ratio}))`,
    // What of the window is above the picture, and below it.
    '--bar': 'calc((100dvh - var(--picture)) / 2)',
    '--top': `max(${offset(above ? look.offset_percent : USUAL_OFFSET)}, ${lifted ? `${TITLE_PX}px - var(--bar)` : '0px'})`,
    '--bottom': `max(${offset(look.offset_percent)}, ${lifted ? `${CONTROLS_PX}px - var(--bar)` : '0px'})`,
    '--scrubbing': `max(${offset(look.offset_percent)}, ${SCRUBBING_PX}px - var(--bar))`,
    width: `min(100vw, calc(100dvh * ${ratio}))`,
    height: 'var(--picture)',
  } as React.CSSProperties;
  // What is tried stands beside the sheet and not under it.
  const part = `absolute inset-0 flex flex-col gap-[0.5vh] overflow-hidden duration-200 ease-out ${trying ? 'sm:pr-96' : ''}`;
  return (
    <div aria-hidden data-testid="cues" className="pointer-events-none absolute inset-0 z-20 m-auto" style={place}>
      <div className={`${part} justify-start pt-(--top) transition-[padding-top]`}>
        {top.map((cue, i) => (
          <Cue key={i} cue={cue} />
        ))}
      </div>
      <div
        className={`${part} justify-end pb-(--bottom) transition-[padding-bottom] ${lifted ? 'group-has-data-scrubbing/stage:pb-(--scrubbing) short:group-has-data-scrubbing/stage:pb-(--bottom)' : ''}`}
      >
        {bottom.map((cue, i) => (
          <Cue key={i} cue={cue} />
        ))}
      </div>
    </div>
  );
}
