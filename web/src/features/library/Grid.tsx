/** The library as stills. Drawn are only the rows on screen, so a hundred thousand titles scroll as ten do. */
import { useTranslation } from 'react-i18next';

import { PAGE_SIZE, type MediaQuery } from '@/api';
import { ErrorLine } from '@/ui';
import { CARD_CAPTION, CardSkeleton, isNew, MediaCard } from '@/ui/media';
import { Pickable } from '@/ui/media/selection';
import { shapeOf, type CardSize, type Shape } from '@/ui/media/shape';

import { LetterRail } from './LetterRail';
import { RAIL_FROM } from './rail';
import { useRows } from './useRows';
import { useWindowed } from './useWindowed';

interface Props {
  query: MediaQuery;
  total: number;
  size: CardSize;
}

const ABOVE = 84;

/** A row that flies by, in one piece: where stills would be. */
function Passing({ shape: { cell, gap } }: { shape: Shape }) {
  const stills = `repeating-linear-gradient(90deg, var(--fill) 0 ${cell}px, transparent ${cell}px ${cell + gap}px)`;
  return <div aria-hidden className="col-span-full" style={{ height: (cell * 9) / 16, backgroundImage: stills }} />;
}

export function Grid({ query, total, size }: Props) {
  const { t } = useTranslation('library');
  const { node, width, top, tall, shown, ...list } = useRows<HTMLDivElement>({
    count: (wide) => Math.ceil(total / shapeOf(wide, size).columns),
    height: (wide) => {
      const { cell, rowGap } = shapeOf(wide, size);
      return Math.round((cell * 9) / 16 + CARD_CAPTION + rowGap);
    },
    overscan: 3,
    above: ABOVE,
  });
  const shape = shapeOf(width || 1, size);
  const first = (shown[0]?.index ?? 0) * shape.columns;
  const last = Math.min(total, ((shown.at(-1)?.index ?? 0) + 1) * shape.columns) - 1;
  const { at, failed, flying } = useWindowed(query, first, Math.max(first, last));
  const head = Array.from({ length: Math.min(total, PAGE_SIZE) }, (_, index) => at(index));
  const allNew = head.every((media) => !media || isNew(media));
  return (
    <div className="flex gap-2">
      <div ref={node} aria-label={t('titles')} role="list" className="relative min-w-0 flex-1" style={{ height: list.total || '60vh' }}>
        {failed[0] && (
          <div className="sticky top-[calc(var(--bar)+8px)] z-10 rounded-control bg-raised px-4 py-3 shadow-card">
            <ErrorLine error={failed[0].error} onRetry={() => failed.forEach((page) => void page.refetch())} />
          </div>
        )}
        {shown.map((row) => (
          <div
            key={row.key}
            role="presentation"
            className="absolute inset-x-0 top-0 grid"
            style={{
              height: tall,
              columnGap: shape.gap,
              gridTemplateColumns: `repeat(${shape.columns}, minmax(0, 1fr))`,
              transform: `translateY(${row.start - top}px)`,
            }}
          >
            {flying && !at(row.index * shape.columns) ? (
              <Passing shape={shape} />
            ) : Array.from({ length: Math.min(shape.columns, total - row.index * shape.columns) }, (_, column) => {
              const index = row.index * shape.columns + column;
              const media = at(index);
              return (
                <div key={media?.id ?? index} role="listitem" aria-setsize={total} aria-posinset={index + 1}>
                  {media ? (
                    <Pickable media={media} at={index}>
                      <MediaCard media={media} allNew={allNew} sizes={`${Math.ceil(shape.cell)}px`} />
                    </Pickable>
                  ) : (
                    <CardSkeleton />
                  )}
                </div>
              );
            })}
          </div>
        ))}
      </div>
      {query.sort_by === 'title' && total > RAIL_FROM && (
        <LetterRail
          query={query}
          place={list.first * shape.columns}
          until={(list.first + 1) * shape.columns - 1}
          atEnd={list.atEnd}
          onJump={(place) => list.goTo(Math.floor(place / shape.columns))}
        />
      )}
    </div>
  );
}
