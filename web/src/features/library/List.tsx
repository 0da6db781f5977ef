/** The library as a table: more titles at once, with the facts in columns that sort. */
import { useWindowVirtualizer } from '@tanstack/react-virtual';
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { usualOrder, type MediaQuery, type SortBy } from '@/api';
import { cx, ErrorLine } from '@/ui';

import { COLUMNS, ListRow, ListRowSkeleton, type Column } from './ListRow';
import { useWidth } from './useWidth';
import { useWindowed } from './useWindowed';

interface Props {
  query: MediaQuery;
  total: number;
  onSort: (part: Pick<MediaQuery, 'sort_by' | 'sort_order'>) => void;
}

const ROW_HEIGHT = 68;

function Head({ column, query, onSort }: { column: Column } & Pick<Props, 'query' | 'onSort'>) {
  const { t } = useTranslation('library');
  const { sort, name, className } = column;
  if (!sort) {
    return (
      <span role="columnheader" className={className}>
        {t(`columns.${name}`)}
      </span>
    );
  }
  const by: SortBy = query.sort_by ?? 'added_at';
  const order = query.sort_order ?? usualOrder(by);
  const on = by === sort;
  const Arrow = order === 'asc' ? ArrowUp : ArrowDown;
  const turn = () => onSort({ sort_by: sort, sort_order: on ? (order === 'asc' ? 'desc' : 'asc') : usualOrder(sort) });
  return (
    <span role="columnheader" aria-sort={on ? (order === 'asc' ? 'ascending' : 'descending') : 'none'} className={className}>
      <button type="button" onClick={turn} className={cx('inline-flex items-center gap-1 rounded-[4px] hover:text-ink', on && 'text-ink')}>
        {t(`columns.${name}`)}
        {on && <Arrow size={13} aria-hidden />}
      </button>
    </span>
  );
}

export function List({ query, total, onSort }: Props) {
  const { t } = useTranslation('library');
  const { node, width, top } = useWidth<HTMLDivElement>();
  const rows = useWindowVirtualizer({
    count: width ? total : 0,
    estimateSize: () => ROW_HEIGHT,
    overscan: 8,
    scrollMargin: top,
  });
  const shown = rows.getVirtualItems();
  const { at, failed } = useWindowed(query, shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0);
  return (
    <div role="table" aria-label={t('titles')} aria-rowcount={total + 1}>
      <div role="rowgroup" className="sticky top-(--bar) z-10 border-b border-line bg-ground max-md:hidden">
        <div role="row" aria-rowindex={1} className="flex h-10 items-center gap-4 text-caption font-medium text-ink-3">
          {COLUMNS.map((column) => (
            <Head key={column.name} column={column} query={query} onSort={onSort} />
          ))}
        </div>
      </div>
      {failed[0] && (
        <div className="py-3">
          <ErrorLine error={failed[0].error} onRetry={() => failed.forEach((page) => void page.refetch())} />
        </div>
      )}
      <div ref={node} role="rowgroup" className="relative" style={{ height: rows.getTotalSize() || '60vh' }}>
        {shown.map((row) => {
          const media = at(row.index);
          const style = { height: ROW_HEIGHT, transform: `translateY(${row.start - top}px)` };
          return (
            <div key={row.key} role="row" aria-rowindex={row.index + 2} className="absolute inset-x-0 top-0" style={style}>
              {media ? <ListRow media={media} /> : <ListRowSkeleton />}
            </div>
          );
        })}
      </div>
    </div>
  );
}
