/** A value on a line, told beside it. */
import { useId } from 'react';

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
        className="mt-1 h-8 w-full cursor-pointer accent-accent"
      />
    </div>
  );
}
