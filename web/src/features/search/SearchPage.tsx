/** Everything that fits the words: series, people, tags, titles, and what is said in them. The words stand in the address. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Search, SearchX, X } from 'lucide-react';
import { useEffect, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';

import {
  mediaPage,
  readFilters,
  recentlyAdded,
  searchAll,
  searchSaid,
  tagList,
  type MediaQuery,
  type PersonCount,
  type SearchResult,
  type TagCount,
} from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { useDebounced } from '@/lib/useDebounced';
import { Button, ButtonLink, ChipLink, cx, EmptyState, ErrorState, IconButton, Page, PageTitle, SectionTitle, Skeleton } from '@/ui';
import { CardGrid, SeriesGrid } from '@/ui/media';

import { Narrow } from './Narrow';
import { rememberSearch, useRecent } from './recent';
import { SaidIn } from './SaidIn';
import { SearchField } from './SearchField';
import { Titles } from './Titles';

/** What stays on the screen so long was meant. */
const SETTLED_MS = 1500;

function Tags({ title, tags }: { title: string; tags: TagCount[] }) {
  const locale = useLocale();
  return (
    <section>
      <SectionTitle>{title}</SectionTitle>
      <ul className="mt-3 flex flex-wrap gap-2">
        {tags.map((tag) => (
          <li key={tag.name}>
            <ChipLink to={paths.tag(tag.name)}>
              {tag.name} <span className="text-ink-3">{formatNumber(tag.count, locale)}</span>
            </ChipLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

function People({ people }: { people: PersonCount[] }) {
  const { t } = useTranslation('search');
  const locale = useLocale();
  return (
    <section>
      <SectionTitle>{t('people')}</SectionTitle>
      <ul className="mt-3 flex flex-wrap gap-2">
        {people.map((person) => (
          <li key={person.id}>
            <ChipLink to={paths.person(person.id)}>
              {person.name} <span className="text-ink-3">{formatNumber(person.count, locale)}</span>
            </ChipLink>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Nothing bears these words as they were written. */
function ReadAs({ text }: { text: string }) {
  const { t } = useTranslation('search');
  return (
    <p role="status" className="-mt-2 text-body text-ink-2">
      {t('readAs')}{' '}
      <Link to={`${paths.search}?${new URLSearchParams({ q: text })}`} className="font-semibold text-accent-ink hover:underline">
        {text}
      </Link>
    </p>
  );
}

/** The words by which the titles were found. */
const wordsOf = (result: SearchResult) => result.read_as ?? result.query;

const isEmpty = ({ titles, series, people, tags }: SearchResult) =>
  titles.length + series.length + people.length + tags.length === 0;

function Found({ q, result }: { q: string; result: SearchResult }) {
  const { t } = useTranslation('search');
  const said = useQuery(searchSaid(q)).data?.items;
  const none = isEmpty(result);
  if (none && said?.length === 0) {
    return (
      <EmptyState icon={SearchX} title={t('nothing', { text: result.query })} text={t('nothingText')}>
        <ButtonLink to={paths.library}>{t('toLibrary')}</ButtonLink>
      </EmptyState>
    );
  }
  const { series, people, tags, titles, total } = result;
  return (
    <div className="flex flex-col gap-8">
      {result.read_as && <ReadAs text={result.read_as} />}
      {series.length > 0 && (
        <section>
          <SectionTitle>{t('series')}</SectionTitle>
          <SeriesGrid items={series} className="mt-4" />
        </section>
      )}
      {people.length > 0 && <People people={people} />}
      {tags.length > 0 && <Tags title={t('tags')} tags={tags} />}
      {titles.length > 0 && <Titles query={{ search: wordsOf(result) }} titles={titles} total={total} exact={result.total_is_exact} />}
      <SaidIn q={q} />
    </div>
  );
}

/** Of what is found only the titles that pass the filter. */
function Narrowed({ query, onAll }: { query: MediaQuery; onAll: () => void }) {
  const { t } = useTranslation('search');
  const found = useQuery({ ...mediaPage(query, 1), placeholderData: keepPreviousData });
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />;
  if (!found.data) return <CardGrid items={undefined} />;
  if (found.data.total === 0) {
    return (
      <EmptyState icon={SearchX} title={t('noneLeft')} text={t('noneLeftText')}>
        <Button onClick={onAll}>{t('showAll')}</Button>
      </EmptyState>
    );
  }
  return <Titles query={query} titles={found.data.items} total={found.data.total} />;
}

function Searches({ items, forget, clear }: ReturnType<typeof useRecent>) {
  const { t } = useTranslation('search');
  return (
    <section>
      <div className="flex items-baseline justify-between gap-4">
        <SectionTitle>{t('searches')}</SectionTitle>
        <Button size="sm" look="ghost" onClick={clear}>
          {t('clearSearches')}
        </Button>
      </div>
      <ul className="mt-3 flex flex-wrap gap-2">
        {items.map((q) => (
          <li key={q} className="inline-flex max-w-full items-center rounded-chip bg-fill">
            <Link to={`${paths.search}?${new URLSearchParams({ q })}`} className="truncate py-1.5 pl-3.5 text-small hover:underline">
              {q}
            </Link>
            <IconButton size="sm" icon={X} label={t('forgetSearch', { text: q })} onClick={() => forget(q)} />
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Nothing written yet: the tags of the library are a way in. */
function Start() {
  const { t } = useTranslation('search');
  const tags = useQuery(tagList).data?.items ?? [];
  const recent = useQuery(recentlyAdded).data?.items ?? [];
  const searches = useRecent();
  if (tags.length === 0 && recent.length === 0) return <EmptyState icon={Search} title={t('start')} text={t('startText')} />;
  return (
    <div className="flex flex-col gap-8">
      {searches.items.length > 0 && <Searches {...searches} />}
      {tags.length > 0 && <Tags title={t('browse')} tags={tags.slice(0, 40)} />}
      {recent.length > 0 && (
        <section>
          <SectionTitle>{t('recent')}</SectionTitle>
          <CardGrid items={recent.slice(0, 15)} className="mt-4" />
        </section>
      )}
    </div>
  );
}

/** With the chips and the heading that results have, so that no card moves when they come. */
function Waiting() {
  return (
    <div className="flex flex-col gap-6" aria-busy>
      <div className="flex h-11.5 items-center gap-2">
        <Skeleton className="h-8.5 w-26 rounded-chip" />
        <Skeleton className="h-8.5 w-26 rounded-chip" />
        <Skeleton className="h-8.5 w-32 rounded-chip" />
      </div>
      <div>
        <Skeleton className="mb-4 h-9 w-24" />
        <CardGrid items={undefined} />
      </div>
    </div>
  );
}

function Results({ q, narrow, onAll }: { q: string; narrow: MediaQuery; onAll: () => void }) {
  const found = useQuery(searchAll(q));
  const some = found.data && !found.isPlaceholderData && !isEmpty(found.data) ? (found.data.read_as ?? q) : null;
  useEffect(() => {
    if (!some) return;
    const timer = setTimeout(() => rememberSearch(some), SETTLED_MS);
    return () => clearTimeout(timer);
  }, [some]);
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />;
  if (!found.data) return <Waiting />;
  const query: MediaQuery = { search: wordsOf(found.data), ...narrow };
  const narrowed = Object.keys(narrow).length > 0;
  return (
    <div
      aria-busy={found.isPlaceholderData}
      className={cx('flex flex-col gap-6', found.isPlaceholderData && 'opacity-60 transition-opacity')}
    >
      {(narrowed || found.data.total > 1) && <Narrow query={query} />}
      {narrowed ? <Narrowed query={query} onAll={onAll} /> : <Found q={q} result={found.data} />}
    </div>
  );
}

export function SearchPage() {
  const { t } = useTranslation('search');
  const [params, setParams] = useSearchParams();
  const narrow = useMemo(() => {
    const { kind, watched } = readFilters(params);
    return { ...(kind && { kind }), ...(watched && { watched }) };
  }, [params]);
  const q = useDebounced((params.get('q') ?? '').trim(), 120);
  return (
    <Page>
      <PageTitle title={q ? t('resultsFor', { text: q }) : t('title')} />
      <SearchField autoFocus={!q} className="mt-4 md:hidden [&_input]:h-11.5" />
      <div className="mt-6">{q ? <Results q={q} narrow={narrow} onAll={() => setParams({ q })} /> : <Start />}</div>
    </Page>
  );
}
