/** Five stars with halves. One slider: arrows move by a half, 0 and Delete take the stars away, 1 to 5 are whole ones. */
import { Star } from 'lucide-react';
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent } from 'react';

import { cx } from './cx';
import { halvesAt, halvesFor } from './halves';

interface Props {
  label: string;
  /** In half stars, 1 to 10; null where there are none. */
  value: number | null;
  onChange: (value: number | null) => void;
  /** What the value is in words: 4.5 of 5. */
  words: (value: number | null) => string;
}

const FIVE = [1, 2, 3, 4, 5];

function Row({ full }: { full: boolean }) {
  return FIVE.map((star) => (
    <Star key={star} size={30} strokeWidth={1.6} fill={full ? 'currentColor' : 'none'} className="shrink-0 px-[3px]" aria-hidden />
  ));
}

export function Stars({ label, value, onChange, words }: Props) {
  const [over, setOver] = useState<number | null>(null);
  // Of two keys in quick succession the second moves on from the first, before the value has come back.
  const said = useRef<number | null>(value);
  useEffect(() => void (said.current = value), [value]);
  const shown = over ?? value ?? 0;

  const under = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return halvesAt((event.clientX - box.left) / box.width);
  };

  function onKeyDown(event: KeyboardEvent) {
    const next = halvesFor(event.key, said.current);
    if (next === undefined) return;
    event.preventDefault();
    say(next);
  }

  function say(next: number | null) {
    if (next === said.current) return;
    said.current = next;
    onChange(next);
  }

  return (
    <div className="flex items-center gap-3">
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={0}
        aria-valuemax={5}
        aria-valuenow={(value ?? 0) / 2}
        aria-valuetext={words(value)}
        onKeyDown={onKeyDown}
        onPointerMove={(event) => event.pointerType === 'mouse' && setOver(under(event))}
        onPointerLeave={() => setOver(null)}
        onPointerUp={(event) => {
          const next = under(event);
          setOver(null);
          // The same place once more takes them away.
          say(next === said.current ? null : next);
        }}
        className="relative -ml-[3px] inline-flex cursor-pointer touch-manipulation rounded-[8px] py-1.5"
      >
        <span className="inline-flex text-ink-3">
          <Row full={false} />
        </span>
        <span
          className={cx('pointer-events-none absolute inset-y-1.5 left-0 inline-flex overflow-hidden text-accent', over !== null && 'opacity-75')}
          style={{ width: `${shown * 10}%` }}
        >
          <Row full />
        </span>
      </div>
      <span className="text-small text-ink-2 tabular">{words(over ?? value)}</span>
    </div>
  );
}
