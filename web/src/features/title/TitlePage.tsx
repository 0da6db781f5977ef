/** One title: what it is, what can be done with it, and the truth about its files. */
import { useQuery } from '@tanstack/react-query';
import { FilmIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useParams, useSearchParams } from 'react-router';

import { ApiError, mediaItem, type Media } from '@/api';
import { paths } from '@/lib/paths';
import { ButtonLink, EmptyState, ErrorState, Page, Tabs, useTabTitle } from '@/ui';
import { HeroSkeleton, LinesSkeleton, MediaRow, PeopleRow } from '@/ui/media';

import { About } from './About';
import { Aside } from './Aside';
import { Chapters } from './Chapters';
import { Files } from './Files';
import { TitleHero } from './TitleHero';

const TABS = ['about', 'chapters', 'files'] as const;
type Tab = (typeof TABS)[number];

function useTab(media: Media): [Tab, (tab: Tab) => void, Tab[]] {
  const [params, setParams] = useSearchParams();
  const chapters = media.assets?.some((asset) => asset.chapters.length > 0) ?? false;
  const there = TABS.filter((tab) => tab !== 'chapters' || chapters);
  const wish = params.get('tab');
  const tab = there.find((one) => one === wish) ?? (chapters ? 'chapters' : 'about');
  const choose = (next: Tab) => setParams({ tab: next }, { replace: true, preventScrollReset: true });
  return [tab, choose, there];
}

function Body({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const [tab, choose, there] = useTab(media);
  const chapters = media.assets?.find((asset) => asset.chapters.length > 0)?.chapters ?? [];
  const files = media.assets?.length ?? 0;
  const counts: Partial<Record<Tab, number>> = { chapters: chapters.length, files: files > 1 ? files : undefined };
  return (
    <div className="grid gap-x-14 gap-y-10 margins pt-4 lg:grid-cols-[minmax(0,1fr)_360px]">
      <div className="min-w-0">
        <Tabs
          label={t('parts')}
          value={tab}
          options={there.map((value) => ({ value, label: t(`tabs.${value}`), count: counts[value] }))}
          onChange={choose}
        >
          {tab === 'about' && <About media={media} />}
          {tab === 'chapters' && <Chapters media={media} chapters={chapters} />}
          {tab === 'files' && <Files media={media} />}
        </Tabs>
      </div>
      <Aside media={media} />
    </div>
  );
}

function Beneath({ media }: { media: Media }) {
  const { t } = useTranslation('title');
  const extras = media.extras ?? [];
  return (
    <div className="flex flex-col gap-9 pt-10 empty:hidden">
      {extras.length > 0 && <MediaRow title={t('extras')} items={extras} resumes />}
      <PeopleRow people={media.people} />
    </div>
  );
}

function Gone() {
  const { t } = useTranslation('title');
  return (
    <Page>
      <EmptyState icon={FilmIcon} title={t('gone')} text={t('goneText')} alone>
        <ButtonLink to={paths.library}>{t('toLibrary')}</ButtonLink>
        <ButtonLink to={paths.trash}>{t('toTrash')}</ButtonLink>
      </EmptyState>
    </Page>
  );
}

export function TitlePage() {
  const { id = '' } = useParams();
  const { data: media, error, isFetching, refetch } = useQuery(mediaItem(id));
  useTabTitle(media?.title);
  if (error && !media) {
    if (error instanceof ApiError && (error.status === 404 || error.status === 422)) return <Gone />;
    return (
      <Page>
        <ErrorState error={error} onRetry={() => void refetch()} busy={isFetching} alone />
      </Page>
    );
  }
  return (
    <main id="main" tabIndex={-1} className="pb-[calc(var(--tabs)+64px)] outline-none">
      {media ? (
        <TitleHero media={media} />
      ) : (
        <HeroSkeleton>
          <LinesSkeleton />
        </HeroSkeleton>
      )}
      {media && <Body media={media} key={media.id} />}
      {media && <Beneath media={media} />}
    </main>
  );
}
