/** What an import found, by reason: how many, and on demand which. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { ChevronDown, CircleCheck, CircleDashed } from 'lucide-react';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { importItems, type Import, type ImportItem } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { cx, ErrorLine, ShowMore, Skeleton } from '@/ui';

import { itemName, itemPath, reasonGroups, type ReasonGroup } from './words';

function Item({ item }: { item: ImportItem }) {
  const name = itemName(item);
  const path = itemPath(item);
  return (
    <li className="min-w-0 py-1.5">
      <p className="text-small wrap-anywhere">
        {item.media_id ? (
          <Link to={paths.title(item.media_id)} className="font-medium hover:underline">
            {name}
          </Link>
        ) : (
          name
        )}
      </p>
      {path && <p className="text-caption wrap-anywhere text-ink-3">{path}</p>}
      {item.code === 'two_fit' && <p className="text-caption wrap-anywhere text-ink-2">{item.reason}</p>}
    </li>
  );
}

function Items({ id, code }: { id: string; code: string }) {
  const found = useInfiniteQuery(importItems(id, code));
  const items = found.data?.pages.flatMap((page) => page.items);
  return (
    <div className="ml-2 border-l-2 border-line py-1 pl-4 sm:ml-6">
      {found.isError && <ErrorLine error={found.error} onRetry={() => void found.refetch()} />}
      {found.isPending && <Skeleton className="h-16" />}
      <ul className="divide-y divide-line">
        {items?.map((item) => (
          <Item key={item.number} item={item} />
        ))}
      </ul>
      <ShowMore pages={found} small className="mt-2" />
    </div>
  );
}

function Group({ id, group }: { id: string; group: ReasonGroup }) {
  const { t } = useTranslation('moving');
  const locale = useLocale();
  const region = useId();
  const [open, setOpen] = useState(false);
  const Icon = group.here ? CircleCheck : CircleDashed;
  return (
    <li>
      <button
        type="button"
        aria-expanded={open}
        aria-controls={region}
        onClick={() => setOpen(!open)}
        className="flex min-h-10 w-full items-center gap-2.5 rounded-[9px] px-2 py-1.5 text-left text-small hover:bg-fill"
      >
        <Icon size={17} className={cx('shrink-0', group.here ? 'text-good' : 'text-ink-3')} aria-hidden />
        <span className="min-w-0 flex-1">{t(`codes.${group.known ?? 'unknown'}`)}</span>
        <span className="text-ink-3 tabular">{formatNumber(group.count, locale)}</span>
        <ChevronDown size={16} className={cx('shrink-0 text-ink-3 transition-transform duration-150', open && 'rotate-180')} aria-hidden />
      </button>
      <div id={region}>{open && <Items id={id} code={group.code} />}</div>
    </li>
  );
}

export function Reasons({ one }: { one: Import }) {
  return (
    <ul className="-mx-2 flex flex-col">
      {reasonGroups(one).map((group) => (
        <Group key={group.code} id={one.id} group={group} />
      ))}
    </ul>
  );
}
