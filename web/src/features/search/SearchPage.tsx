/** Everything that fits the words: titles first, then tags. The words stand in the address. */
import { useQuery } from '@tanstack/react-query';
import { Search, SearchX } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';

import { recentlyAdded, searchAll, tagList, type SearchResult, type TagCount } from '@/api';
import { formatNumber } from '@/lib/format';
import { useLocale } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { useDebounced } from '@/lib/useDebounced';
import { ButtonLink, ChipLink, EmptyState, ErrorState, Page, PageTitle, SectionTitle } from '@/ui';
import { CardGrid } from '@/ui/media';

import { SearchField } from './SearchField';

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

function Found({ result }: { result: SearchResult }) {
  const { t } = useTranslation('search');
  const locale = useLocale();
  if (result.titles.length === 0 && result.tags.length === 0) {
    return (
      <EmptyState icon={SearchX} title={t('nothing', { text: result.query })} text={t('nothingText')}>
        <ButtonLink to={paths.library}>{t('toLibrary')}</ButtonLink>
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-8">
      {result.tags.length > 0 && <Tags title={t('tags')} tags={result.tags} />}
      {result.titles.length > 0 && (
        <section>
          <SectionTitle note={formatNumber(result.total, locale)}>{t('titles')}</SectionTitle>
          <CardGrid items={result.titles} className="mt-4" />
          {result.total > result.titles.length && (
            <p className="mt-8 text-center">
              <ButtonLink to={`${paths.library}?${new URLSearchParams({ search: result.query })}`}>
                {t('seeAll', { count: result.total })}
              </ButtonLink>
            </p>
          )}
        </section>
      )}
    </div>
  );
}

/** Nothing written yet: the tags of the library are a way in. */
function Start() {
  const { t } = useTranslation('search');
  const tags = useQuery(tagList).data?.items ?? [];
  const recent = useQuery(recentlyAdded).data?.items ?? [];
  if (tags.length === 0 && recent.length === 0) return <EmptyState icon={Search} title={t('start')} text={t('startText')} />;
  return (
    <div className="flex flex-col gap-8">
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

function Results({ q }: { q: string }) {
  const found = useQuery(searchAll(q));
  if (found.isError) return <ErrorState error={found.error} onRetry={() => void found.refetch()} busy={found.isFetching} />;
  if (!found.data) return <CardGrid items={undefined} />;
  return (
    <div aria-busy={found.isPlaceholderData} className={found.isPlaceholderData ? 'opacity-60 transition-opacity' : undefined}>
      <Found result={found.data} />
    </div>
  );
}

export function SearchPage() {
  const { t } = useTranslation('search');
  const [params] = useSearchParams();
  const q = useDebounced((params.get('q') ?? '').trim(), 120);
  return (
    <Page>
      <PageTitle title={q ? t('resultsFor', { text: q }) : t('title')} />
      <SearchField autoFocus={!q} className="mt-4 md:hidden [&_input]:h-11.5" />
      <div className="mt-6">{q ? <Results q={q} /> : <Start />}</div>
    </Page>
  );
}
