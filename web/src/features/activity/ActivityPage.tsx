/** Everything the server is doing for its people. The filter is in the address. */
import { Plus } from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useSearchParams } from 'react-router';
import { paths } from '@/lib/paths';
import { Button, ButtonLink, Chip, Page, PageTitle } from '@/ui';
import { ActivityList } from './ActivityList';
import { useCountWords } from './ActivitySection';
import { Background } from './Background';
import { useJobActions } from './useJobActions';
import { SHOWS, useJobs, type Show } from './useJobs';

const isShow = (value: string | null): value is Show => SHOWS.includes(value as Show);

interface Props {
  /** Files on their way, which are not jobs yet. */
  readonly uploads?: ReactNode;
}

export default function ActivityPage({ uploads }: Props) {
  const { t } = useTranslation('activity');
  const [search, setSearch] = useSearchParams();
  const asked = search.get('show');
  const show = isShow(asked) ? asked : 'all';
  const { counts } = useJobs('all');
  const { clear, clearing } = useJobActions();
  const note = useCountWords();
  const choose = (next: Show) => setSearch(next === 'all' ? {} : { show: next }, { replace: true });
  return (
    <Page narrow>
      <PageTitle title={t('title')} note={note}>
        {counts.done + counts.failed > 0 ? (
          <Button size="sm" look="ghost" busy={clearing} onClick={clear} className="max-sm:-ml-3.5">
            {t('clear')}
          </Button>
        ) : null}
        <ButtonLink size="sm" icon={Plus} to={paths.add} className="max-md:hidden">
          {t('add')}
        </ButtonLink>
      </PageTitle>
      <div role="group" aria-label={t('filter')} className="no-bar -mx-(--margin) mt-3.5 mb-0.5 flex gap-2 overflow-x-auto margins py-1.5">
        {SHOWS.map((one) => (
          <Chip key={one} on={one === show} onClick={() => choose(one)}>
            {t(`show.${one}`)}
            {one !== 'all' && counts[one] > 0 ? <span className="tabular">{counts[one]}</span> : null}
          </Chip>
        ))}
      </div>
      <div className="mb-5 border-b border-line empty:hidden">{uploads}</div>
      {show === 'all' || show === 'running' ? <Background /> : null}
      <ActivityList key={show} show={show} />
    </Page>
  );
}
