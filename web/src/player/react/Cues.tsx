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
  const shown = cues.filter((cue) => !cue.top);
  const top = cues.filter((cue) => cue.top);
  return (
    <div aria-hidden className="pointer-events-none absolute inset-0">
      <div className="absolute inset-x-0 top-[7%] space-y-1">
        {top.map((cue, i) => (
          <Cue key={i} cue={cue} />
        ))}
      </div>
      <div
        className={`absolute inset-x-0 space-y-1 transition-[bottom] duration-200 ease-out ${lifted ? 'bottom-[max(12%,118px)]' : 'bottom-[6.5%]'}`}
      >
        {shown.map((cue, i) => (
          <Cue key={i} cue={cue} />
        ))}
      </div>
    </div>
  );
}
