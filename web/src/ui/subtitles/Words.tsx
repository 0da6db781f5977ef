/** A subtitle as the viewer likes it, and a place to try it: a still with words on it. */
import type { ReactNode } from 'react';

import type { TextLook } from '@/api';
import { cx } from '../cx';
import { drawn } from './look';

interface WordsProps {
  look: TextLook;
  lines: readonly ReactNode[];
}

export function Words({ look, lines }: WordsProps) {
  const { window, words } = drawn(look);
  return (
    <p data-cue className="mx-auto w-fit max-w-[92%] rounded-[0.2em] text-center leading-[1.32] text-balance wrap-anywhere" style={window}>
      {lines.map((line, i) => (
        <span key={i} className="block">
          <span style={words}>{line}</span>
        </span>
      ))}
    </p>
  );
}

interface SampleProps {
  look: TextLook;
  text: readonly string[];
  /** A picture of a film; without it dusk over hills. */
  still?: string | null;
  className?: string;
}

/** Nothing outside the still: what is too large is cut off, as it would be on the film. */
export function Sample({ look, text, still, className }: SampleProps) {
  const top = look.position === 'top';
  return (
    <div
      aria-hidden
      data-sample
      className={cx('relative aspect-video overflow-hidden rounded-panel bg-[linear-gradient(#1d2b4f,#7b5a78_46%,#e0956a_64%,#2b2a33_65%,#101116)]', className)}
      style={{ containerType: 'size' }}
    >
      {still ? <img src={still} alt="" className="absolute inset-0 size-full object-cover" /> : null}
      <div
        className={cx('absolute inset-0 flex flex-col', top ? 'justify-start' : 'justify-end')}
        style={{ '--picture': '100cqh', [top ? 'paddingTop' : 'paddingBottom']: `${look.offset_percent}cqh` } as React.CSSProperties}
      >
        <Words look={look} lines={text} />
      </div>
    </div>
  );
}
