import { ArrowRightLeft, FileText, ChevronDown, FileVideo, FolderSearch, Link2, ListVideo, MonitorPlay, Sparkles, TriangleAlert, type LucideIcon } from 'lucide-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { mediaItem, type Job } from '@/api';
import { useLocale } from '@/lib/i18n';
import { useTold } from '@/lib/told';
import { cx, Picture, ProgressBar } from '@/ui';
import { JobActions } from './JobActions';
import { JobChildren } from './JobChildren';
import { ScanFailures } from './ScanFailures';
import { factsOf, isSplit, mendOf, scanFailures, stateOf, TONES } from './words';

const ICONS: Readonly<Record<string, LucideIcon>> = {
  list: ListVideo,
  scan: FolderSearch,
  upload: FileVideo,
  sample: Sparkles,
  prepare: MonitorPlay,
  'moving.import': ArrowRightLeft,
  'moving.nfo': FileText,
};

/** The picture of the title; before there is one, a sign of where it comes from. */
function Still({ job, small }: { job: Job; small?: boolean }) {
  const size = small ? 'w-18 sm:w-24' : 'w-20 sm:w-32';
  const Icon = ICONS[job.children && !isSplit(job) ? 'list' : job.kind] ?? Link2;
  // A file has no picture of its own before it is a title: then it has the title's.
  const title = useQuery({ ...mediaItem(job.media_id ?? ''), enabled: !job.picture_url && job.media_id !== null, retry: false }).data;
  const picture = job.picture_url ?? title?.poster_url;
  if (picture) {
    return (
      <Picture src={picture} blurhash={title?.blurhash} sizes="128px" className={cx('aspect-video shrink-0 rounded-[8px]', size)} />
    );
  }
  return (
    <span aria-hidden className={cx('grid aspect-video shrink-0 place-items-center rounded-[8px] bg-fill text-ink-3', size)}>
      <Icon size={small ? 19 : 24} strokeWidth={1.6} />
    </span>
  );
}

/** What went wrong and how to mend it: the reason first, in bold, then the cure, then a way to it. */
function Failure({ job }: { job: Job }) {
  const { t } = useTranslation('activity');
  const told = useTold();
  if (!job.error) return null;
  const { detail, fix } = told.error(job.error, job.kind);
  const mend = mendOf(job.error, job.kind);
  return (
    <p className="mt-1.5 flex flex-wrap items-baseline gap-x-4 gap-y-1 text-small text-ink-2">
      <span className="flex min-w-0 flex-1 basis-64 gap-2">
        <TriangleAlert aria-hidden size={16} className="mt-[3px] shrink-0 text-danger" />
        <span className="min-w-0 break-words">
          <strong className="font-semibold text-ink">{detail}</strong> {fix}
        </span>
      </span>
      {mend ? (
        <Link to={mend.to} className="shrink-0 font-semibold text-accent-ink hover:underline max-sm:ml-6">
          {t(`mend.${mend.label}`)}
        </Link>
      ) : null}
    </p>
  );
}

function Bar({ job }: { job: Job }) {
  const { t } = useTranslation('activity');
  if (job.status === 'completed' || job.status === 'cancelled') return null;
  if (job.status === 'failed' && job.progress <= 0) return null;
  // At the very start nobody knows how long it will be.
  const known = job.progress > 0 || job.status !== 'running';
  return (
    <ProgressBar
      className="mt-2.5 mb-1"
      percent={known ? job.progress : null}
      look={job.status === 'failed' ? 'danger' : 'amber'}
      label={t('progressOf', { title: job.title })}
    />
  );
}

/** One job. `small` is an item within another job. */
export function JobRow({ job, small }: { job: Job; small?: boolean }) {
  const { t } = useTranslation('activity');
  const locale = useLocale();
  const [open, setOpen] = useState(false);
  const { word, tone } = stateOf(job, t);
  const facts = factsOf(job, locale, t);
  const failures = scanFailures(job);
  const expands = job.children !== null || failures.length > 0;
  return (
    <li className={cx('border-line', small ? 'py-2.5' : 'border-t py-3.5 first:border-t-0')}>
      <div className="flex items-center gap-3 sm:gap-4">
        <Still job={job} small={small} />
        <div className="min-w-0 flex-1">
          <div className="flex min-w-0 items-baseline gap-x-2.5 max-sm:flex-col">
            <p dir="auto" className="max-w-full min-w-0 text-body font-semibold max-sm:line-clamp-2 max-sm:wrap-anywhere sm:truncate" title={job.title}>
              {job.title || t('untitled')}
            </p>
            <span className={cx('shrink-0 text-small', TONES[tone])}>{word}</span>
            {job.status === 'completed' ? <Facts facts={facts} inline /> : null}
          </div>
          <Bar job={job} />
          {job.status === 'completed' ? null : <Facts facts={facts} />}
          {expands ? (
            <button
              type="button"
              aria-expanded={open}
              onClick={() => setOpen(!open)}
              className="touch mt-1 -ml-1.5 inline-flex h-8 items-center gap-1 rounded-[8px] px-1.5 text-small font-medium text-ink-2 hover:bg-fill hover:text-ink"
            >
              {open ? t('hideItems') : job.children ? t(isSplit(job) ? 'showParts' : 'showItems', { count: job.children.total }) : t('showFailures', { count: failures.length })}
              <ChevronDown aria-hidden size={16} className={cx('transition-transform duration-150', open && 'rotate-180')} />
            </button>
          ) : null}
          {job.error ? <div className="max-sm:hidden"><Failure job={job} /></div> : null}
        </div>
        <JobActions job={job} small={small} />
      </div>
      {job.error ? <div className="sm:hidden"><Failure job={job} /></div> : null}
      {open && job.children ? <JobChildren parent={job} /> : null}
      {open && failures.length > 0 ? <ScanFailures failures={failures} /> : null}
    </li>
  );
}

/** A figure and its unit stay on one line. */
const whole = (fact: string) => fact.replaceAll(' ', '\u00a0');

function Facts({ facts, inline }: { facts: readonly string[]; inline?: boolean }) {
  if (facts.length === 0) return null;
  return (
    <p className={cx('text-caption text-ink-3 tabular', inline ? 'max-w-full min-w-0 sm:truncate' : 'mt-1')}>{facts.map(whole).join('\u00a0· ')}</p>
  );
}
