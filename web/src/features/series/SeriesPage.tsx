/** One series: what it is, the episode to watch now, its seasons, who is in it. */
import { useQuery } from '@tanstack/react-query';
import { Tv } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';

import { ApiError, seriesItem, type Series } from '@/api';
import { paths } from '@/lib/paths';
import { ButtonLink, EmptyState, ErrorState, Page, Tabs, useTabTitle } from '@/ui';
import { HeroSkeleton, MediaRow, PeopleRow } from '@/ui/media';

import { EpisodeSkeletons } from './EpisodeRow';
import { Season } from './Season';
import { keyOf, seasonShown } from './seasons';
import { SeriesHero } from './SeriesHero';
import { seasonName } from './words';

function Seasons({ series }: { series: Series }) {
  const { t } = useTranslation('series');
  const [params, setParams] = useSearchParams();
  const seasons = series.seasons ?? [];
  const shown = seasonShown(params.get('season'), seasons, series.next);
  if (!shown) return null;
  const choose = (season: string) => setParams({ season }, { replace: true, preventScrollReset: true });
  return (
    <div className="margins pt-4">
      <Tabs
        label={t('seasonsLabel')}
        value={keyOf(shown.number)}
        options={seasons.map((one) => ({ value: keyOf(one.number), label: seasonName(one.number, t) }))}
        onChange={choose}
      >
        <Season key={keyOf(shown.number)} seriesId={series.id} season={shown} nextId={series.next?.id} />
      </Tabs>
    </div>
  );
}

function Waiting() {
  return (
    <HeroSkeleton>
      <EpisodeSkeletons />
    </HeroSkeleton>
  );
}

function Gone() {
  const { t } = useTranslation('series');
  return (
    <Page>
      <EmptyState icon={Tv} title={t('gone')} text={t('goneText')} alone>
        <ButtonLink to={paths.allSeries}>{t('toAll')}</ButtonLink>
      </EmptyState>
    </Page>
  );
}

export function SeriesPage() {
  const { t } = useTranslation('series');
  const { id = '' } = useParams();
  const { data: series, error, isFetching, refetch } = useQuery(seriesItem(id));
  useTabTitle(series?.title);
  if (error && !series) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 422)) return <Gone />;
    return (
      <Page>
        <ErrorState error={error} onRetry={() => void refetch()} busy={isFetching} alone />
      </Page>
    );
  }
  return (
    <main id="main" tabIndex={-1} className="pb-[calc(var(--tabs)+64px)] outline-none">
      {series ? <SeriesHero series={series} key={series.id} /> : <Waiting />}
      {series && (
        <div className="flex flex-col gap-10">
          <Seasons series={series} />
          {series.extras && series.extras.length > 0 && <MediaRow title={t('extras')} items={series.extras} resumes />}
          <PeopleRow people={series.people} />
        </div>
      )}
    </main>
  );
}
