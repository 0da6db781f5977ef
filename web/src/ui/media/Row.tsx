/** A row of cards that goes past the edge: arrows for the mouse, swipe, and the arrow keys between cards. */
import { ChevronLeft, ChevronRight } from 'lucide-react';
import { startTransition, useEffect, useId, useRef, useState, type KeyboardEvent, type ReactNode, type RefObject } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import type { Media } from '@/api';
import { useRested } from '@/lib/useRested';

import { cx } from '../cx';
import { CardSkeleton, MediaCard } from './Card';
import { isNew } from './words';

interface Props {
  title: string;
  items: Media[] | undefined;
  seeAll?: string;
  resumes?: boolean;
  /** What comes next: the series is named, the card plays. */
  next?: boolean;
  onForget?: (media: Media) => void;
}

export const CELL = 'w-47.5 shrink-0 snap-start md:w-62';

/** Whether there is more to the left and to the right. */
function useEdges() {
  const list = useRef<HTMLUListElement>(null);
  const [edges, setEdges] = useState({ left: false, right: false });
  useEffect(() => {
    const node = list.current;
    if (!node) return;
    let away = false;
    const look = () => {
      const left = node.scrollLeft > 4;
      away = left;
      const right = node.scrollLeft + node.clientWidth < node.scrollWidth - 4;
      setEdges((old) => (old.left === left && old.right === right ? old : { left, right }));
    };
    const watcher = new ResizeObserver(look);
    watcher.observe(node);
    // Cards come as they are needed. To measure now would lay the page out again for each row.
    let frame = 0;
    const cells = new MutationObserver(() => {
      cancelAnimationFrame(frame);
      frame = requestAnimationFrame(() => {
        // What is new comes first. The browser would hold on to the card that it has snapped to.
        if (!away) node.scrollTo({ left: 0, behavior: 'instant' });
        look();
      });
    });
    cells.observe(node, { childList: true });
    node.addEventListener('scroll', look, { passive: true });
    return () => {
      cancelAnimationFrame(frame);
      watcher.disconnect();
      cells.disconnect();
      node.removeEventListener('scroll', look);
    };
  }, []);
  return { list, edges };
}

/** How far below the window cards are drawn ahead: the row that the arrow keys reach next is there. */
const AHEAD = '0px 0px 75% 0px';

/** Whether the node is in the window or soon will be; once it was, it stays drawn. */
function useNear(node: RefObject<HTMLElement | null>): boolean {
  const [near, setNear] = useState(false);
  useEffect(() => {
    if (near || !node.current) return;
    const watcher = new IntersectionObserver(([seen]) => {
      if (seen?.isIntersecting) startTransition(() => setNear(true));
    }, { rootMargin: AHEAD });
    watcher.observe(node.current);
    return () => watcher.disconnect();
  }, [near, node]);
  return near;
}

/** Cards that fill the window: a phone shows two and the half of one. */
const atFirst = () => (window.innerWidth < 768 ? 4 : 9);

function moveFocus(event: KeyboardEvent<HTMLUListElement>): void {
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) return;
  const cards = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-card]')];
  const next = cards[cards.findIndex((card) => card === document.activeElement) + step];
  if (!next) return;
  event.preventDefault();
  next.focus({ preventScroll: true });
  next.scrollIntoView({ inline: 'nearest', block: 'nearest', behavior: 'smooth' });
}

function Arrow({ side, shown, onClick }: { side: 'left' | 'right'; shown: boolean; onClick: () => void }) {
  const { t } = useTranslation('media');
  const Icon = side === 'left' ? ChevronLeft : ChevronRight;
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-label={t(side === 'left' ? 'rowBack' : 'rowOn')}
      onClick={onClick}
      className={cx(
        'absolute top-0 z-10 hidden h-[139.5px] w-(--margin) items-center justify-center text-ink transition-opacity duration-150 [@media(hover:hover)]:flex',
        side === 'left'
          ? 'left-0 bg-linear-to-r from-ground to-transparent'
          : 'right-0 bg-linear-to-l from-ground to-transparent',
        shown ? 'opacity-0 group-focus-within/row:opacity-100 group-hover/row:opacity-100' : 'pointer-events-none opacity-0',
      )}
    >
      <Icon size={30} aria-hidden />
    </button>
  );
}

/** Holds the place of a row that is not near yet. */
function Place(): ReactNode {
  return (
    <li aria-hidden className={cx(CELL, 'invisible')}>
      <CardSkeleton />
    </li>
  );
}

function Cells({ items, resumes, next, onForget }: Pick<Props, 'items' | 'resumes' | 'next' | 'onForget'>): ReactNode {
  const rested = useRested();
  if (!items) {
    return Array.from({ length: 7 }, (_, at) => (
      <li key={at} className={CELL}>
        <CardSkeleton />
      </li>
    ));
  }
  const allNew = items.every((media) => isNew(media));
  const shown = rested ? items : items.slice(0, atFirst());
  return shown.map((media) => (
    <li key={media.id} className={CELL}>
      <MediaCard
        media={media}
        resumes={resumes}
        next={next}
        onForget={onForget && (() => onForget(media))}
        allNew={allNew}
        sizes="(width >= 48rem) 248px, 190px"
      />
    </li>
  ));
}

interface FrameProps {
  title: string;
  seeAll?: string;
  /** How many cells there are; undefined while they are on their way. */
  count: number | undefined;
  /** As `li` of the class CELL. */
  children: ReactNode;
}

/** The row itself, whatever stands in it. */
export function Row({ title, seeAll, count, children }: FrameProps) {
  const { t } = useTranslation('media');
  const id = useId();
  const { list, edges } = useEdges();
  const near = useNear(list);
  const turn = (direction: number) => {
    const node = list.current;
    node?.scrollBy({ left: direction * (node.clientWidth * 0.85), behavior: 'smooth' });
  };
  return (
    <section aria-labelledby={id} aria-busy={count === undefined || undefined}>
      <h2 id={id} className="flex items-baseline gap-3.5 margins text-row font-[650] tracking-[-0.015em]">
        {title}
        {seeAll && (
          <Link to={seeAll} className="touch text-small font-medium tracking-normal text-ink-3 hover:text-ink hover:underline">
            {t('seeAll')}
            <span className="sr-only"> {title}</span>
          </Link>
        )}
      </h2>
      <div className="group/row relative mt-2.5">
        <Arrow side="left" shown={edges.left} onClick={() => turn(-1)} />
        <ul
          ref={list}
          onKeyDown={moveFocus}
          className="no-bar flex snap-x snap-proximity gap-2.5 overflow-x-auto scroll-px-(--margin) margins py-1.5 md:gap-3"
        >
          {near || count === undefined ? children : <Place />}
        </ul>
        <Arrow side="right" shown={edges.right} onClick={() => turn(1)} />
      </div>
    </section>
  );
}

export function MediaRow({ title, items, seeAll, ...rest }: Props) {
  return (
    <Row title={title} seeAll={seeAll} count={items?.length}>
      <Cells items={items} {...rest} />
    </Row>
  );
}
