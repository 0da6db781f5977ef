/** A value on a line, told beside it. */
import { useId, type CSSProperties } from 'react';

/** Drawn here: browsers darken the rest of the line where the accent is light. */
const TRACK =
  'mt-1 block h-5 w-full cursor-pointer appearance-none bg-transparent pointer-coarse:-my-2 pointer-coarse:h-11 ' +
  '[&::-webkit-slider-runnable-track]:h-1.5 [&::-webkit-slider-runnable-track]:rounded-full [&::-webkit-slider-runnable-track]:bg-[linear-gradient(to_right,var(--accent)_var(--part),var(--fill-strong)_var(--part))] ' +
  '[&::-moz-range-track]:h-1.5 [&::-moz-range-track]:rounded-full [&::-moz-range-track]:bg-[linear-gradient(to_right,var(--accent)_var(--part),var(--fill-strong)_var(--part))] ' +
  '[&::-webkit-slider-thumb]:-mt-1.75 [&::-webkit-slider-thumb]:size-5 [&::-webkit-slider-thumb]:appearance-none [&::-webkit-slider-thumb]:rounded-full [&::-webkit-slider-thumb]:border [&::-webkit-slider-thumb]:border-black/10 [&::-webkit-slider-thumb]:bg-white [&::-webkit-slider-thumb]:shadow-md ' +
  '[&::-moz-range-thumb]:size-5 [&::-moz-range-thumb]:rounded-full [&::-moz-range-thumb]:border [&::-moz-range-thumb]:border-black/10 [&::-moz-range-thumb]:bg-white';

interface Props {
  label: string;
  value: number;
  /** The value in words: "120 %". */
  shown: string;
  min: number;
  max: number;
  step: number;
  onChange: (value: number) => void;
}

export function Slider({ label, value, shown, min, max, step, onChange }: Props) {
  const id = useId();
  return (
    <div>
      <div className="flex items-baseline justify-between gap-4">
        <label htmlFor={id} className="text-small font-medium text-ink-2">
          {label}
        </label>
        <output htmlFor={id} className="text-small font-semibold text-ink tabular">
          {shown}
        </output>
      </div>
      <input
        id={id}
        type="range"
        value={value}
        min={min}
        max={max}
        step={step}
        aria-valuetext={shown}
        onChange={(event) => onChange(event.target.valueAsNumber)}
        className={TRACK}
        style={{ '--part': `${((value - min) / (max - min)) * 100}%` } as CSSProperties}
      />
    </div>
  );
}
