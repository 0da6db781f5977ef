/** The library as stills. Drawn are only the rows on screen, so a hundred thousand titles scroll as ten do. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { useTranslation } from 'react-i18next';

import { PAGE_SIZE, type MediaQuery } from '@/api';
import { ErrorLine } from '@/ui';
import { CARD_CAPTION, CardSkeleton, isNew, MediaCard } from '@/ui/media';

import { shapeOf } from './shape';
import { useWidth } from './useWidth';
import { useWindowed } from './useWindowed';

interface Props {
  query: MediaQuery;
  total: number;
  dense: boolean;
}

export function Grid({ query, total, dense }: Props) {
  const { t } = useTranslation('library');
  const { node, width, top } = useWidth<HTMLDivElement>();
  const shape = shapeOf(width || 1, dense);
  const height = Math.round((shape.cell * 9) / 16 + CARD_CAPTION + shape.rowGap);
  const rows = useWindowVirtualizer({
    count: width ? Math.ceil(total / shape.columns) : 0,
    estimateSize: () => height,
    overscan: 3,
    scrollMargin: top,
    getItemKey: (row) => `${shape.columns}:${row}`,
  });
  const shown = rows.getVirtualItems();
  const first = (shown[0]?.index ?? 0) * shape.columns;
  const last = Math.min(total, ((shown.at(-1)?.index ?? 0) + 1) * shape.columns) - 1;
  const { at, failed } = useWindowed(query, first, Math.max(first, last));
  const head = Array.from({ length: Math.min(total, PAGE_SIZE) }, (_, index) => at(index));
  const allNew = head.every((media) => !media || isNew(media));
  return (
    <div ref={node} aria-label={t('titles')} role="list" className="relative" style={{ height: rows.getTotalSize() || '60vh' }}>
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
            height,
            columnGap: shape.gap,
            gridTemplateColumns: `repeat(${shape.columns}, minmax(0, 1fr))`,
            transform: `translateY(${row.start - top}px)`,
          }}
        >
          {Array.from({ length: Math.min(shape.columns, total - row.index * shape.columns) }, (_, column) => {
            const index = row.index * shape.columns + column;
            const media = at(index);
            return (
              <div key={media?.id ?? index} role="listitem" aria-setsize={total} aria-posinset={index + 1}>
                {media ? <MediaCard media={media} allNew={allNew} sizes={`${Math.ceil(shape.cell)}px`} /> : <CardSkeleton />}
              </div>
            );
          })}
        </div>
      ))}
    </div>
  );
}
