/** The whole library, or the part that the address asks for. */
import { useQuery } from '@tanstack/react-query';
import { Clapperboard, SearchX } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'react-router';

import { isNarrowed, listed, mediaPage, statsOverview, type MediaQuery } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, cx, EmptyState, ErrorState, Page, PageTitle, SearchBox } from '@/ui';
import { CardGrid } from '@/ui/media';
import { SelectButton, Selecting } from '@/ui/media/selection';

import { useLibraryAddress } from './address';
import { Filters } from './Filters';
import { Grid } from './Grid';
import { List } from './List';
import { ListRowSkeleton } from './ListRow';
import { LookSwitch, SortMenu, SurpriseButton, ViewMenu } from './Tools';
import { TrashPage } from './TrashPage';
import { useLibraryScope } from './useLibraryScope';
import type { Look } from './view';

/** How many titles there are, in words; undefined while that is on its way. */
function useTitles(total: number | undefined): string | undefined {
  const { t } = useTranslation('library');
  const locale = useLocale();
  return total === undefined ? undefined : t('count', { count: total, shown: formatNumber(total, locale) });
}

/** Beside the title: how many, and of a narrowed list of how many. A kind alone is a part of the library by itself. */
function useCounts(query: MediaQuery, total: number | undefined): string {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const match = useTitles(total);
  const all = useTitles(useQuery(statsOverview).data?.media);
  if (total === undefined || match === undefined) return '\u00a0';
  const { kind: _kind, ...beside } = query;
  if (!isNarrowed(beside) || all === undefined) return match;
  return t('countOf', { all, match: formatNumber(total, locale) });
}

function Waiting({ look }: { look: Look }) {
  if (look !== 'list') return <CardGrid items={undefined} />;
  return (
    <div aria-busy>
      {Array.from({ length: 12 }, (_, at) => (
        <div key={at} className="h-17">
          <ListRowSkeleton />
        </div>
      ))}
    </div>
  );
}

function Nothing({ narrowed, onClear }: { narrowed: boolean; onClear: () => void }) {
  const { t } = useTranslation('library');
  if (narrowed) {
    return (
      <EmptyState icon={SearchX} title={t('noMatch')} text={t('noMatchText')}>
        <Button onClick={onClear}>{t('clearFilters')}</Button>
      </EmptyState>
    );
  }
  return (
    <EmptyState icon={Clapperboard} title={t('empty')} text={t('emptyText')}>
      <ButtonLink to={paths.add} look="primary">
        {t('addFirst')}
      </ButtonLink>
      <ButtonLink to={paths.settingsPart('folders')}>{t('addFolder')}</ButtonLink>
    </EmptyState>
  );
}

/** The name of the page: a kind's where it is of one kind. */
function useName(query: MediaQuery): string {
  const { t } = useTranslation('library');
  const { t: media } = useTranslation('media');
  const [kind, ...others] = listed(query.kind);
  return kind && others.length === 0 ? media(`kinds.${kind}`) : t('title');
}

function Everything() {
  const { t } = useTranslation('library');
  const { query, look, cards, change, clear, chooseLook, chooseCards } = useLibraryAddress();
  // Who asks for more filters in the search finds them open.
  const asked = useLocation().state as { filters?: boolean } | null;
  const [choosing, setChoosing] = useState(asked?.filters === true);
  const head = useQuery(mediaPage(query, 1));
  const total = head.data?.total;
  const scope = useLibraryScope(query, total ?? 0);
  const counts = useCounts(query, total);
  // Nothing to sort or to narrow where there is nothing at all.
  const bare = total === 0 && !isNarrowed(query);
  return (
    <Page>
      {/* The list makes room for the panel where both fit. */}
      <div className={choosing ? 'lg:mr-[calc(23rem-var(--margin)+20px)]' : undefined}>
        <PageTitle title={useName(query)} note={bare ? undefined : counts}>
          {!bare && (
            <>
              <SearchBox
                label={t('narrow')}
                placeholder={t('narrowShort')}
                value={query.search ?? ''}
                onChange={(search) => change({ search: search || undefined }, true)}
                className="max-md:min-w-36 max-md:flex-1 md:w-46"
              />
              <SurpriseButton query={query} />
              <SortMenu query={query} onChange={change} />
              <SelectButton />
              <LookSwitch look={look} onChange={chooseLook} />
              <ViewMenu look={look} cards={cards} onLook={chooseLook} onCards={chooseCards} />
            </>
          )}
        </PageTitle>
        <div className={cx('mt-3 mb-5', bare && 'hidden')}>
          <Filters
            query={query}
            onChange={change}
            onClear={clear}
            titles={useTitles(total) ?? t('titles')}
            open={choosing}
            onOpenChange={setChoosing}
          />
        </div>
        {head.isError && total === undefined && (
          <ErrorState error={head.error} onRetry={() => void head.refetch()} busy={head.isFetching} />
        )}
        {head.isPending && <Waiting look={look} />}
        {total === 0 && <Nothing narrowed={isNarrowed(query)} onClear={clear} />}
        <Selecting scope={scope}>
          {total !== undefined && total > 0 && look === 'list' && <List query={query} total={total} onSort={change} />}
          {total !== undefined && total > 0 && look !== 'list' && <Grid query={query} total={total} size={cards} />}
        </Selecting>
      </div>
    </Page>
  );
}

export function LibraryPage() {
  const { query } = useLibraryAddress();
  return query.status === 'trashed' ? <TrashPage /> : <Everything />;
}
