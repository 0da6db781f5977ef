/**
 * Putting a grid in order, by pointer and by keyboard, after the way of the ARIA Authoring Practices
 * for rearranging: a handle picks a thing up, and what it does is said. The list itself stays as it
 * is until the thing is put down; until then only the places change at which things are drawn.
 */
import { useEffect, useRef, useState, type KeyboardEvent, type PointerEvent, type RefObject } from 'react';

import { placeAt, placeByKey, type Cells } from './order';

export interface Held {
  from: number;
  to: number;
  /** Where it hangs on the pointer, in px of the grid; null where keys move it. */
  hangs: { x: number; y: number } | null;
}

export type Said = 'picked' | 'moved' | 'dropped' | 'back';

interface Options {
  grid: RefObject<HTMLElement | null>;
  cells: Cells;
  onMove: (from: number, to: number) => void;
  say: (what: Said, index: number, place: number) => void;
}

/** How near the edge of the window the pointer makes the page scroll, and by how much a frame at most. */
const EDGE = 110;
const SPEED = 18;

function push(clientY: number): number {
  const low = window.innerHeight - EDGE;
  if (clientY < EDGE) return -SPEED * Math.min(1, (EDGE - clientY) / EDGE);
  if (clientY > low) return SPEED * Math.min(1, (clientY - low) / EDGE);
  return 0;
}

/** Brings the row of a place into the window. */
function reveal(grid: HTMLElement, place: number, { columns, row }: Cells): void {
  const top = grid.getBoundingClientRect().top + Math.floor(place / columns) * row;
  if (top < EDGE) window.scrollBy({ top: top - EDGE });
  else if (top + row > window.innerHeight - EDGE / 2) window.scrollBy({ top: top + row - window.innerHeight + EDGE / 2 });
}

export function useSorting({ grid, cells, onMove, say }: Options) {
  const [held, setHeld] = useState<Held | null>(null);
  const now = useRef<Held | null>(null);
  const grip = useRef({ x: 0, y: 0, clientX: 0, clientY: 0 });
  const hold = (next: Held | null) => {
    now.current = next;
    setHeld(next);
  };

  function drop(): void {
    const { current } = now;
    if (!current) return;
    hold(null);
    say('dropped', current.from, current.to);
    if (current.from !== current.to) onMove(current.from, current.to);
  }

  function putBack(): void {
    const { current } = now;
    if (!current) return;
    hold(null);
    say('back', current.from, current.from);
  }

  function follow(): void {
    const { current } = now;
    const box = grid.current?.getBoundingClientRect();
    if (!current?.hangs || !box) return;
    const { x, y, clientX, clientY } = grip.current;
    const to = placeAt(clientX - box.left, clientY - box.top, cells);
    hold({ from: current.from, to, hangs: { x: clientX - box.left - x, y: clientY - box.top - y } });
  }

  const latest = useRef({ follow, putBack });
  useEffect(() => {
    latest.current = { follow, putBack };
  });
  const hanging = held !== null && held.hangs !== null;
  useEffect(() => {
    if (!hanging) return;
    let frame = 0;
    const scroll = () => {
      const by = push(grip.current.clientY);
      if (by) {
        window.scrollBy(0, by);
        latest.current.follow();
      }
      frame = requestAnimationFrame(scroll);
    };
    const escape = (event: globalThis.KeyboardEvent) => event.key === 'Escape' && latest.current.putBack();
    frame = requestAnimationFrame(scroll);
    window.addEventListener('keydown', escape);
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('keydown', escape);
    };
  }, [hanging]);

  function keyDown(event: KeyboardEvent, index: number): void {
    if (hanging) return;
    const { current } = now;
    const presses = event.key === ' ' || event.key === 'Enter';
    if (!current) {
      if (!presses) return;
      event.preventDefault();
      hold({ from: index, to: index, hangs: null });
      say('picked', index, index);
      return;
    }
    const to = placeByKey(event.key, current.to, cells);
    if (!presses && event.key !== 'Escape' && to === null) return;
    event.preventDefault();
    event.stopPropagation();
    if (presses) drop();
    else if (to === null) putBack();
    else if (to !== current.to) {
      hold({ ...current, to });
      say('moved', current.from, to);
      if (grid.current) reveal(grid.current, to, cells);
    }
  }

  /** What the handle of the thing at `index` needs. */
  const handle = (index: number) => ({
    'aria-pressed': held?.from === index,
    onKeyDown: (event: KeyboardEvent) => keyDown(event, index),
    onBlur: () => now.current && !now.current.hangs && putBack(),
    onPointerDown: (event: PointerEvent) => {
      const box = grid.current?.getBoundingClientRect();
      if (event.button !== 0 || !box || now.current) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      const x = (index % cells.columns) * cells.cell;
      const y = Math.floor(index / cells.columns) * cells.row;
      const { clientX, clientY } = event;
      grip.current = { x: clientX - box.left - x, y: clientY - box.top - y, clientX, clientY };
      hold({ from: index, to: index, hangs: { x, y } });
      say('picked', index, index);
    },
    onPointerMove: ({ clientX, clientY }: PointerEvent) => {
      if (!now.current?.hangs) return;
      grip.current = { ...grip.current, clientX, clientY };
      follow();
    },
    onPointerUp: () => now.current?.hangs && drop(),
    onPointerCancel: () => now.current?.hangs && putBack(),
    onLostPointerCapture: () => now.current?.hangs && putBack(),
  });

  return { held, handle };
}
