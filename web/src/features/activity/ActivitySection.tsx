import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { paths } from '@/lib/paths';
import { SectionTitle } from '@/ui';
import { ActivityList } from './ActivityList';
import { Background } from './Background';
import { useJobs } from './useJobs';

const MOST = 12;

/** 2 running · 1 needs you */
export function useCountWords(): string {
  const { t } = useTranslation('activity');
  const { counts, working } = useJobs('all');
  const words = [
    working > 0 ? t('count.running', { count: working }) : null,
    counts.failed > 0 ? t('count.failed', { count: counts.failed }) : null,
  ];
  return words.filter(Boolean).join(' · ');
}

/** Activity as a guest on another page. */
export function ActivitySection() {
  const { t } = useTranslation('activity');
  const { counts } = useJobs('all');
  const note = useCountWords();
  return (
    <section aria-label={t('title')}>
      <div className="flex items-baseline justify-between gap-4 border-b border-line pb-2.5">
        <SectionTitle note={note}>{t('title')}</SectionTitle>
        {counts.all > MOST ? (
          <Link to={paths.activity} className="text-small font-medium text-ink-2 hover:text-ink hover:underline">
            {t('seeAll')}
          </Link>
        ) : null}
      </div>
      <Background />
      <ActivityList most={MOST} />
    </section>
  );
}
