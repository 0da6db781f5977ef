/** The library as a table: more titles at once, with the facts in columns that sort. */
import { ArrowDown, ArrowUp } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { usualOrder, type MediaQuery, type SortBy } from '@/api';
import { cx, ErrorLine } from '@/ui';

import { COLUMNS, fitting, type ColumnName } from './columns';
import { LetterRail } from './LetterRail';
import { ListRow, ListRowSkeleton } from './ListRow';
import { RAIL_FROM } from './rail';
import { useRows } from './useRows';
import { useWindowed } from './useWindowed';
import { useView, type RowSize } from './view';

interface Props {
  query: MediaQuery;
  total: number;
  onSort: (part: Pick<MediaQuery, 'sort_by' | 'sort_order'>) => void;
}

export const ROW_HEIGHTS: Record<RowSize, number> = { comfortable: 68, compact: 44 };
const ABOVE = 110;

interface HeadProps extends Pick<Props, 'query' | 'onSort'> {
  name: ColumnName | 'title';
}

function Head({ name, query, onSort }: HeadProps) {
  const { t } = useTranslation('library');
  const sort: SortBy | undefined = name === 'title' ? 'title' : COLUMNS[name].sort;
  const look = name === 'title' ? { className: 'min-w-0 flex-1' } : { className: 'shrink-0 truncate', style: { width: COLUMNS[name].width } };
  if (!sort) {
    return (
      <span role="columnheader" {...look}>
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
    <span role="columnheader" aria-sort={on ? (order === 'asc' ? 'ascending' : 'descending') : 'none'} {...look}>
      <button type="button" onClick={turn} className={cx('inline-flex h-7 items-center gap-1 rounded-[4px] hover:text-ink', on && 'text-ink')}>
        {t(`columns.${name}`)}
        {on && <Arrow size={13} aria-hidden />}
      </button>
    </span>
  );
}

export function List({ query, total, onSort }: Props) {
  const { t } = useTranslation('library');
  const size = useView((view) => view.rows);
  const chosen = useView((view) => view.columns);
  const { node, width, top, tall, shown, ...list } = useRows<HTMLDivElement>({
    count: () => total,
    height: () => ROW_HEIGHTS[size],
    overscan: 8,
    above: ABOVE,
  });
  const columns = fitting(chosen, width);
  // So many keys in one word: rows are drawn again only when the columns are others.
  const names = columns.join(' ');
  const { at, failed, flying } = useWindowed(query, shown[0]?.index ?? 0, shown.at(-1)?.index ?? 0);
  return (
    <div className="flex gap-3">
      <div role="table" aria-label={t('titles')} aria-rowcount={total + 1} className="min-w-0 flex-1">
        <div role="rowgroup" className={cx('sticky top-(--bar) z-10 border-b border-line bg-ground', columns.length === 0 && 'max-md:hidden')}>
          <div role="row" aria-rowindex={1} className="flex h-10 items-center gap-4 text-caption font-medium text-ink-3">
            <Head name="title" query={query} onSort={onSort} />
            {columns.map((name) => (
              <Head key={name} name={name} query={query} onSort={onSort} />
            ))}
          </div>
        </div>
        {failed[0] && (
          <div className="py-3">
            <ErrorLine error={failed[0].error} onRetry={() => failed.forEach((page) => void page.refetch())} />
          </div>
        )}
        <div ref={node} role="rowgroup" className="relative" style={{ height: list.total || '60vh' }}>
          {shown.map((row) => {
            const media = at(row.index);
            const style = { height: tall, transform: `translateY(${row.start - top}px)` };
            return (
              <div key={row.key} role="row" aria-rowindex={row.index + 2} className="absolute inset-x-0 top-0" style={style}>
                {media && <ListRow media={media} at={row.index} columns={names} compact={size === 'compact'} />}
                {!media && (flying ? <div role="cell" className="h-4/5 rounded-[7px] bg-fill" /> : <ListRowSkeleton compact={size === 'compact'} />)}
              </div>
            );
          })}
        </div>
      </div>
      {query.sort_by === 'title' && total > RAIL_FROM && <LetterRail query={query} place={list.first} until={list.first} atEnd={list.atEnd} onJump={list.goTo} />}
    </div>
  );
}
