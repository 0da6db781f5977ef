/** Home: one picture large, then rows of what was begun, what is new, and what there is enough of. */
import { useQuery } from '@tanstack/react-query';
import { lazy, memo, Suspense, useDeferredValue, useState } from 'react';
import { useTranslation } from 'react-i18next';

import { home, me, patiently, type Home, type HomeRow } from '@/api';
import { paths } from '@/lib/paths';
import { useRested } from '@/lib/useRested';
import { ErrorState, Page, useTabTitle } from '@/ui';
import { later } from '@/ui/later';
import { MediaRow, useForget } from '@/ui/media';

import { HeroSkeleton, HomeHero } from './HomeHero';
import { KindChips } from './KindChips';
import { pickHero } from './pick';
import { planOf } from './rows';

// What most visits do not show comes when it is needed, and what nobody sees at first once the rest is there.
const CollectionsRow = later(() => import('./CollectionsRow'));
const EmptyHome = lazy(async () => ({ default: (await import('./EmptyHome')).EmptyHome }));
const Notices = lazy(async () => ({ default: (await patiently(() => import('./GoneNotices'))).GoneNotices }));

function GoneNotices({ over }: { over?: boolean }) {
  return (
    <Suspense>
      <Notices over={over} />
    </Suspense>
  );
}

/** Rows by kind, genre, channel and tag, as the server found enough for. */
function FurtherRows({ rows }: { rows: HomeRow[] }) {
  const { t } = useTranslation('media');
  return rows.map((row) => {
    const { id, kind, name, seeAll } = planOf(row.filter);
    return <MediaRow key={id} title={kind ? t(`kinds.${kind}`) : name} seeAll={seeAll} items={row.items} />;
  });
}

const Rows = memo(function Rows({ all, rested }: { all: Home | undefined; rested: boolean }) {
  const { t } = useTranslation('home');
  const forget = useForget();
  const { continue_watching: begun = [], next_up: next = [], my_list: mine = [], rows = [] } = all ?? {};
  const recent = all?.recently_added;
  return (
    <div className="relative flex flex-col gap-7 pt-7 md:-mt-21 md:gap-9 md:pt-0 light:md:mt-0 light:md:pt-9">
      {begun.length > 0 && <MediaRow title={t('continue')} items={begun} resumes onForget={forget} />}
      {next.length > 0 && <MediaRow title={t('nextUp')} items={next} next />}
      {mine.length > 0 && <MediaRow title={t('myList')} items={mine} seeAll={paths.myList} />}
      {(!recent || recent.length > 0) && (
        <MediaRow title={t('recent')} items={recent} seeAll={`${paths.library}?sort_by=added_at`} />
      )}
      <FurtherRows rows={rows} />
      {all && rested && (
        <Suspense>
          <CollectionsRow />
        </Suspense>
      )}
    </div>
  );
});

export function HomePage() {
  const loaded = useQuery(home);
  const all = loaded.data;
  // The large picture first; the rows beneath are many, and are drawn a little at a time. Where all is there from the
  // beginning, nothing holds their place meanwhile.
  const beneath = useDeferredValue(all, undefined);
  const [waited] = useState(all === undefined);
  const user = useQuery(me).data;
  const [now] = useState(() => Date.now());
  const rested = useRested(all !== undefined);
  useTabTitle(undefined);
  if (loaded.isError && !all) {
    return (
      <Page>
        <ErrorState error={loaded.error} onRetry={() => void loaded.refetch()} busy={loaded.isFetching} alone />
      </Page>
    );
  }
  const empty = all?.recently_added.length === 0 && all.continue_watching.length === 0;
  const mayManage = user?.is_admin ?? false;
  if (empty) {
    return (
      <Suspense>
        <EmptyHome mayManage={mayManage} notices={mayManage ? <GoneNotices /> : null} />
      </Suspense>
    );
  }
  const pick = all && pickHero(all.recently_added, all.continue_watching, now);
  return (
    <main id="main" tabIndex={-1} className="relative pt-[calc(var(--bar)+4px)] pb-[calc(var(--tabs)+48px)] outline-none md:pt-0">
      <KindChips />
      {mayManage && rested && <GoneNotices over />}
      {pick ? <HomeHero {...pick} /> : <HeroSkeleton />}
      {(beneath ?? waited) && <Rows all={beneath} rested={rested} />}
    </main>
  );
}
