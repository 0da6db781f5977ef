/** Home: one picture large, then rows of what was begun, what is new, and what there is enough of. */
import { useQueries, useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';

import {
  continueWatching,
  fewChannels,
  fewGenres,
  me,
  mediaRow,
  myListRow,
  nextUp,
  recentlyAdded,
  statsOverview,
  tagList,
  type Media,
  type MediaQuery,
} from '@/api';
import { moreWords } from '@/lib/i18n';
import { paths } from '@/lib/paths';
import { ErrorState, Page, useTabTitle } from '@/ui';
import { MediaRow, useForget } from '@/ui/media';

import { HeroSkeleton, HomeHero } from './HomeHero';
import { KindChips } from './KindChips';
import { pickHero } from './pick';
import { rowsFor, type RowPlan } from './rows';

const CollectionsRow = lazy(async () => {
  const [row] = await Promise.all([import('./CollectionsRow'), moreWords()]);
  return row;
});

// What most visits do not show comes when it is needed.
const EmptyHome = lazy(async () => ({ default: (await import('./EmptyHome')).EmptyHome }));
const Notices = lazy(async () => ({ default: (await import('./GoneNotices')).GoneNotices }));

function GoneNotices({ over }: { over?: boolean }) {
  return (
    <Suspense>
      <Notices over={over} />
    </Suspense>
  );
}

/** As many as rows may be made of. */
const FEW_SHELVES = 12;

/** Rows by kind and tag, those that came with enough to show. */
function useFurtherRows(plans: RowPlan[]) {
  const answers = useQueries({ queries: plans.map((plan) => mediaRow(plan.query as MediaQuery)) });
  return plans
    .map((plan, at) => ({ plan, items: answers[at]?.data?.items, failed: answers[at]?.isError }))
    .filter(({ items, failed }) => !failed && (!items || items.length > 0));
}

function FurtherRows() {
  const { t } = useTranslation('media');
  const stats = useQuery(statsOverview).data;
  const tags = useQuery(tagList).data?.items;
  const genres = useQuery(fewGenres(FEW_SHELVES)).data?.items;
  const channels = useQuery(fewChannels('', FEW_SHELVES)).data?.items;
  const plans = useMemo(() => rowsFor({ byKind: stats?.by_kind ?? {}, genres, channels, tags }), [stats, genres, channels, tags]);
  return useFurtherRows(plans).map(({ plan, items }) => (
    <MediaRow
      key={plan.id}
      title={plan.kind ? t(`kinds.${plan.kind}`) : (plan.name ?? '')}
      seeAll={plan.seeAll}
      items={items}
    />
  ));
}

function Rows({ begun, next, recent }: Record<'begun' | 'next' | 'recent', Media[] | undefined>) {
  const { t } = useTranslation('home');
  const forget = useForget();
  return (
    <div className="relative flex flex-col gap-7 pt-7 md:-mt-21 md:gap-9 md:pt-0 light:md:mt-0 light:md:pt-9">
      {begun && begun.length > 0 && <MediaRow title={t('continue')} items={begun} resumes onForget={forget} />}
      {next && next.length > 0 && <MediaRow title={t('nextUp')} items={next} next />}
      <MyList />
      {(!recent || recent.length > 0) && (
        <MediaRow title={t('recent')} items={recent} seeAll={`${paths.library}?sort_by=added_at`} />
      )}
      {recent && recent.length > 0 && <FurtherRows />}
      {recent && (
        <Suspense>
          <CollectionsRow />
        </Suspense>
      )}
    </div>
  );
}

/** What one keeps for later, once there is some. */
function MyList() {
  const { t } = useTranslation('home');
  const items = useQuery(myListRow).data?.items;
  return items && items.length > 0 && <MediaRow title={t('myList')} items={items} seeAll={paths.myList} />;
}

export function HomePage() {
  const recent = useQuery(recentlyAdded);
  const begun = useQuery(continueWatching);
  const next = useQuery(nextUp);
  const user = useQuery(me).data;
  const [now] = useState(() => Date.now());
  useTabTitle(undefined);
  if (recent.isError && !recent.data) {
    return (
      <Page>
        <ErrorState error={recent.error} onRetry={() => void recent.refetch()} busy={recent.isFetching} alone />
      </Page>
    );
  }
  const empty = recent.data?.items.length === 0 && (begun.isError || begun.data?.items.length === 0);
  const mayManage = user?.is_admin ?? false;
  if (empty) {
    return (
      <Suspense>
        <EmptyHome mayManage={mayManage} notices={mayManage ? <GoneNotices /> : null} />
      </Suspense>
    );
  }
  const settled = recent.data && !begun.isPending;
  const pick = settled && pickHero(recent.data.items, begun.data?.items ?? [], now);
  return (
    <main id="main" tabIndex={-1} className="relative pt-[calc(var(--bar)+4px)] pb-[calc(var(--tabs)+48px)] outline-none md:pt-0">
      <KindChips />
      {mayManage && <GoneNotices over />}
      {pick ? <HomeHero {...pick} /> : <HeroSkeleton />}
      <Rows begun={begun.data?.items} next={next.data?.items} recent={recent.data?.items} />
    </main>
  );
}
