/** The letters beside a list by title: pressed, dragged along or by the keys, the list goes there. */
import { useQuery } from '@tanstack/react-query';
import { useRef, useState, type PointerEvent } from 'react';
import { useTranslation } from 'react-i18next';

import { lettersOf, type MediaQuery } from '@/api';
import { cx } from '@/ui';

import { letterAt, letterByKey, letterUnder } from './rail';

interface Props {
  query: MediaQuery;
  /** The places of the list at the top of the screen: a row may hold several letters. */
  place: number;
  until: number;
  /** The list is at its end: what follows cannot come to the top. */
  atEnd: boolean;
  onJump: (place: number) => void;
}

/** Fewer letters are found sooner by the eye. */
const FEWEST = 4;

export function LetterRail({ query, place, until, atEnd, onJump }: Props) {
  const { t } = useTranslation('library');
  const letters = useQuery(lettersOf(query)).data?.items ?? [];
  const rail = useRef<HTMLDivElement>(null);
  const [picked, setPicked] = useState<number | null>(null);
  const [dragged, setDragged] = useState(false);
  if (letters.length < FEWEST) return null;
  const here = letterAt(letters, place);
  const wish = picked === null ? undefined : letters[picked];
  const stays = wish && (dragged || (wish.offset >= place && wish.offset <= until) || (atEnd && wish.offset > place));
  const at = stays && picked !== null ? picked : here;
  const name = (letter: string) => (letter === '#' || letter === '…' ? t(`letter.${letter}`) : letter);
  const jump = (index: number) => {
    setPicked(index);
    const to = letters[index];
    if (to && index !== (dragged ? picked : null)) onJump(to.offset);
  };
  const follow = (event: PointerEvent<HTMLDivElement>) => {
    const box = rail.current?.getBoundingClientRect();
    if (box) jump(letterUnder(event.clientY - box.top, box.height, letters.length));
  };
  return (
    <div className="relative w-6 shrink-0 max-md:-mr-3">
      <div
        ref={rail}
        role="slider"
        tabIndex={0}
        aria-label={t('letters')}
        aria-orientation="vertical"
        aria-valuemin={0}
        aria-valuemax={letters.length - 1}
        aria-valuenow={at}
        aria-valuetext={name(letters[at]?.letter ?? '')}
        onKeyDown={(event) => {
          if (event.ctrlKey || event.metaKey || event.altKey) return;
          const index = letterByKey(event.key, at, letters);
          if (index === undefined) return;
          event.preventDefault();
          // A letter that is typed here is no command of the page.
          event.stopPropagation();
          jump(index);
        }}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId);
          setDragged(true);
          follow(event);
        }}
        onPointerMove={(event) => dragged && follow(event)}
        onPointerUp={() => setDragged(false)}
        onPointerCancel={() => setDragged(false)}
        className="sticky top-[calc(var(--bar)+12px)] flex cursor-pointer touch-none flex-col rounded-control text-center text-[11px] leading-none font-semibold select-none md:top-[calc(var(--bar)+52px)]"
        style={{ height: `min(calc(100dvh - var(--bar) - var(--tabs) - 76px), ${letters.length * 22}px)` }}
      >
        {letters.map(({ letter }, index) => (
          <span
            key={letter}
            aria-hidden
            className={cx(
              'flex min-h-0 flex-1 items-center justify-center rounded-[5px] transition-colors duration-100',
              index === at ? 'bg-fill-strong text-ink' : 'text-ink-3 hover:text-ink',
            )}
          >
            {letter}
          </span>
        ))}
        {dragged && (
          <span
            aria-hidden
            className="pointer-events-none absolute top-0 right-9 flex size-14 items-center justify-center rounded-card bg-raised text-row font-[650] text-ink shadow-card"
            style={{ top: `calc(${((at + 0.5) / letters.length) * 100}% - 28px)` }}
          >
            {letters[at]?.letter}
          </span>
        )}
      </div>
    </div>
  );
}
