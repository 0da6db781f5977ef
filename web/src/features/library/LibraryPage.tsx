/** The whole library, or the part that the address asks for. */
import { useQuery } from '@tanstack/react-query';
import { Clapperboard, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';

import { isNarrowed, mediaPage, statsOverview, type MediaQuery } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, EmptyState, ErrorState, Page, PageTitle, SearchBox } from '@/ui';
import { CardGrid } from '@/ui/media';

import { useLibraryAddress, type Look } from './address';
import { Filters } from './Filters';
import { Grid } from './Grid';
import { List } from './List';
import { ListRowSkeleton } from './ListRow';
import { LookSwitch, SortMenu, SurpriseButton } from './Tools';
import { TrashPage } from './TrashPage';

/** What is asked in the end: without a kind or a word, all that is there. */
function useCounts(query: MediaQuery, total: number | undefined): string {
  const { t } = useTranslation('library');
  const locale = useLocale();
  const all = useQuery(statsOverview).data?.media;
  if (total === undefined) return '\u00a0';
  const narrowed = isNarrowed(query);
  const match = t('count', { count: total, shown: formatNumber(total, locale) });
  if (!narrowed || all === undefined) return match;
  const { kind: _kind, ...beside } = query;
  if (!isNarrowed(beside)) return match;
  return t('countOf', { all: t('count', { count: all, shown: formatNumber(all, locale) }), match: formatNumber(total, locale) });
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

function Everything() {
  const { t } = useTranslation('library');
  const { t: media } = useTranslation('media');
  const { query, look, change, chooseLook } = useLibraryAddress();
  const head = useQuery(mediaPage(query, 1));
  const total = head.data?.total;
  const clear = () => change({ kind: undefined, tag: undefined, genre: undefined, platform: undefined, status: undefined, search: undefined });
  return (
    <Page>
      <PageTitle title={query.kind ? media(`kinds.${query.kind}`) : t('title')} note={useCounts(query, total)}>
        <SearchBox
          label={t('narrow')}
          placeholder={t('narrowShort')}
          value={query.search ?? ''}
          onChange={(search) => change({ search: search || undefined }, true)}
          className="max-md:flex-1 md:w-46"
        />
        <SurpriseButton query={query} />
        <SortMenu query={query} onChange={change} />
        <LookSwitch look={look} onChange={chooseLook} />
      </PageTitle>
      <div className="mt-3 mb-5">
        <Filters query={query} onChange={change} onClear={clear} />
      </div>
      {head.isError && total === undefined && (
        <ErrorState error={head.error} onRetry={() => void head.refetch()} busy={head.isFetching} />
      )}
      {head.isPending && <Waiting look={look} />}
      {total === 0 && <Nothing narrowed={isNarrowed(query)} onClear={clear} />}
      {total !== undefined && total > 0 && look === 'list' && <List query={query} total={total} onSort={change} />}
      {total !== undefined && total > 0 && look !== 'list' && <Grid query={query} total={total} dense={look === 'dense'} />}
    </Page>
  );
}

export function LibraryPage() {
  const { query } = useLibraryAddress();
  return query.status === 'trashed' ? <TrashPage /> : <Everything />;
}
