/** The titles of a collection in their order. Drawn are only the rows on screen, and what is being moved. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';

import type { CollectionPage, Media } from '@/api';
import { cx } from '@/ui';
import { CardSkeleton } from '@/ui/media';
import { shownAt, useSorting, type Said } from '@/ui/sorting';

import { Cell } from './Cell';
import { useCells } from './useCells';
import { useTitles } from './useTitles';

interface Props {
  collection: CollectionPage;
  /** Those fetched so far, from the first one on. */
  titles: Media[];
  /** May be ordered and changed. */
  editable: boolean;
  onWanted: () => void;
}

export function TitleGrid({ collection, titles, editable, onWanted }: Props) {
  const { t } = useTranslation('collections');
  const { total } = collection;
  const { node, top, width, cells } = useCells(titles.length);
  const { move, takeOut, cover } = useTitles(collection);
  const [said, setSaid] = useState('');
  const focus = useRef<string | null>(null);
  const say = (what: Said, index: number, place: number) => {
    const media = titles[index];
    if (media) setSaid(t(`moving.${what}`, { title: media.title, place: place + 1, total }));
    // What was put down lies elsewhere in the page: its handle keeps the focus.
    if (media && what === 'dropped') focus.current = media.id;
  };
  const arrange = (from: number, to: number) => {
    const media = titles[from];
    if (media && from !== to) move(media, from, to);
  };
  const { held, handle } = useSorting({ grid: node, cells, onMove: arrange, say });
  useLayoutEffect(() => {
    if (held || !focus.current) return;
    const { current } = focus;
    const found = node.current?.querySelector<HTMLElement>(`[data-handle="${CSS.escape(current)}"]`);
    if (found && found !== document.activeElement) found.focus({ preventScroll: true });
  }, [held, titles, node]);
  useEffect(() => {
    const forget = () => (focus.current = null);
    window.addEventListener('pointerdown', forget);
    window.addEventListener('focusout', forget);
    return () => {
      window.removeEventListener('pointerdown', forget);
      window.removeEventListener('focusout', forget);
    };
  }, []);

  const rows = useWindowVirtualizer({
    count: width ? Math.ceil(total / cells.columns) : 0,
    estimateSize: () => cells.row,
    overscan: 3,
    scrollMargin: top,
    getItemKey: (row) => `${cells.columns}:${cells.row}:${row}`,
  });
  const shown = rows.getVirtualItems();
  const first = (shown[0]?.index ?? 0) * cells.columns;
  const end = Math.min(total, ((shown.at(-1)?.index ?? -1) + 1) * cells.columns);
  const drawn = Array.from({ length: Math.max(0, end - first) }, (_, at) => first + at);
  if (held && (held.from < first || held.from >= end)) drawn.push(held.from);
  const wanted = end > titles.length;
  useEffect(() => {
    if (wanted) onWanted();
  }, [wanted, onWanted]);

  return (
    <>
      <div
        ref={node}
        role="list"
        aria-label={t('list')}
        className="relative"
        style={{ height: Math.ceil(total / cells.columns) * cells.row || '40vh' }}
      >
        {drawn.map((index) => {
          const media = titles[index];
          const mine = held?.from === index;
          const place = held ? shownAt(index, held.from, held.to) : index;
          const hangs = mine ? held.hangs : null;
          const x = hangs?.x ?? (place % cells.columns) * cells.cell;
          const y = hangs?.y ?? Math.floor(place / cells.columns) * cells.row;
          return (
            <div
              key={media?.id ?? index}
              role="listitem"
              aria-setsize={total}
              aria-posinset={index + 1}
              className={cx('absolute top-0 left-0', mine && 'z-20', held && !hangs && 'transition-transform duration-200 ease-out')}
              style={{ width: cells.still, transform: `translate(${x}px, ${y}px)` }}
            >
              {media ? (
                <Cell
                  media={media}
                  px={Math.ceil(cells.still)}
                  held={mine}
                  handle={editable ? handle(index) : undefined}
                  tools={
                    editable
                      ? {
                          covers: collection.cover_media_id === media.id,
                          onCover: () => cover(collection.cover_media_id === media.id ? null : media),
                          onTakeOut: () => takeOut(media, index),
                          onFirst: index > 0 ? () => arrange(index, 0) : undefined,
                          onLast: titles.length === total && index < total - 1 ? () => arrange(index, total - 1) : undefined,
                        }
                      : undefined
                  }
                />
              ) : (
                <CardSkeleton />
              )}
            </div>
          );
        })}
      </div>
      <p id="moving-help" hidden>
        {t('moving.help')}
      </p>
      <p role="status" aria-live="assertive" className="sr-only">
        {said}
      </p>
    </>
  );
}
