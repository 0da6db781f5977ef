/** Everybody who took part in something, those of most titles first. */
import { useInfiniteQuery } from '@tanstack/react-query';
import { SearchX, Users } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';

import { peoplePages, type PersonCount } from '@/api';
import { paths } from '@/lib/paths';
import { Avatar, EmptyState, ErrorState, Page, SearchTitle, ShowMore, Skeleton, useSearchWord } from '@/ui';

const COLUMNS = 'grid grid-cols-2 gap-2 sm:grid-cols-[repeat(auto-fill,minmax(250px,1fr))]';

function Person({ person }: { person: PersonCount }) {
  const { t } = useTranslation('people');
  return (
    <Link
      to={paths.person(person.id)}
      className="flex items-center gap-3.5 rounded-control p-2.5 transition-colors duration-150 hover:bg-fill max-sm:flex-col max-sm:gap-2 max-sm:text-center"
    >
      <Avatar name={person.name} size={52} person />
      <span className="min-w-0 max-sm:w-full">
        <span dir="auto" className="block truncate text-body font-semibold">{person.name}</span>
        <span className="block text-caption text-ink-3">{t('titles', { count: person.count })}</span>
      </span>
    </Link>
  );
}

function Waiting() {
  return (
    <div className={`mt-6 ${COLUMNS}`} aria-busy>
      {Array.from({ length: 18 }, (_, at) => (
        <div key={at} className="flex items-center gap-3.5 p-2.5">
          <Skeleton className="size-13 rounded-full!" />
          <Skeleton className="h-4 flex-1 rounded-badge" />
        </div>
      ))}
    </div>
  );
}

export function PeoplePage() {
  const { t } = useTranslation('people');
  const q = useSearchWord();
  const found = useInfiniteQuery(peoplePages(q));
  const items = found.data?.pages.flatMap((page) => page.items);
  const total = found.data?.pages[0]?.total;
  return (
    <Page>
      <SearchTitle title={t('title')} note={total === undefined ? undefined : t('count', { count: total })} label={t('search')} none={total === 0 && !q} />
      {found.isError && !items && <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />}
      {found.isPending && <Waiting />}
      {items?.length === 0 &&
        (q ? (
          <EmptyState icon={SearchX} title={t('noMatch', { text: q })} text={t('noMatchText')} />
        ) : (
          <EmptyState icon={Users} title={t('empty')} text={t('emptyText')} />
        ))}
      {items && items.length > 0 && (
        <ul className={`mt-6 ${COLUMNS}`}>
          {items.map((person) => (
            <li key={person.id} className="min-w-0">
              <Person person={person} />
            </li>
          ))}
        </ul>
      )}
      <ShowMore pages={found} />
    </Page>
  );
}
