import type { CueOnScreen, CueRun } from '../core';
import { useFact } from './context';

function Run({ run }: { run: CueRun }) {
  const style = [run.italic ? 'italic' : '', run.bold ? 'font-bold' : '', run.underline ? 'underline' : ''].join(' ');
  return <span className={style}>{run.text}</span>;
}

function Cue({ cue }: { cue: CueOnScreen }) {
  return (
    <p className="player-cue mx-auto max-w-[88%] text-center leading-[1.3] font-medium text-balance text-white">
      {cue.lines.map((line, i) => (
        <span key={i} className="block">
          {line.map((run, j) => (
            <Run key={j} run={run} />
          ))}
        </span>
      ))}
    </p>
  );
}

/** Subtitles, lifted while the controls are there so that neither covers the other. */
export function Cues({ lifted }: { lifted: boolean }) {
  const cues = useFact((s) => s.cues);
  const ratio = useFact((s) => (s.video_height > 0 ? s.video_width / s.video_height : 16 / 9));
  const shown = cues.filter((cue) => !cue.top);
  const top = cues.filter((cue) => cue.top);
  return (
    <div
      aria-hidden
      className="pointer-events-none absolute inset-0 z-20"
      // The lower edge of the picture, where the window is taller than it: there the words belong.
      style={{ '--edge': `calc((100dvh - 100vw / ${ratio}) / 2 + 2.5%)` } as React.CSSProperties}
    >
      <div className={`absolute inset-x-0 space-y-1 transition-[top] duration-200 ease-out ${lifted ? 'top-[92px]' : 'top-[7%]'}`}>
        {top.map((cue, i) => (
          <Cue key={i} cue={cue} />
        ))}
      </div>
      <div
        className={`absolute inset-x-0 space-y-1 transition-[bottom] duration-200 ease-out ${lifted ? 'bottom-[max(112px,var(--edge))] group-has-data-scrubbing/stage:bottom-[max(276px,var(--edge))] short:group-has-data-scrubbing/stage:bottom-[112px]' : 'bottom-[max(6.5%,var(--edge))]'}`}
      >
        {shown.map((cue, i) => (
          <Cue key={i} cue={cue} />
        ))}
      </div>
    </div>
  );
}
