/** What a job is doing, in words, and what mends one that failed. No React. */
import type { TFunction } from 'i18next';
import type { Job, JobError } from '@/api';
import { formatBytes, formatDuration, formatNumber, formatSpeed } from '@/lib/format';
import { paths } from '@/lib/paths';

export type Words = TFunction<'activity'>;

export type Tone = 'plain' | 'good' | 'bad';

export const TONES: Readonly<Record<Tone, string>> = {
  plain: 'text-ink-2',
  good: 'text-good',
  bad: 'text-danger',
};

/** Kinds that people ask for; what follows from them by itself is told apart. */
export const ASKED_KINDS = 'link,upload,scan,sample,prepare,moving.import,moving.nfo';
export const BACKGROUND_KINDS = 'prepare.start,derive.lacking,derive.poster,derive.sprites,derive.keyframes,derive.hash,derive.texts,derive.loudness,derive.print,derive.markers,derive.series,derive.looks,lookup,keep';

const STEPS = [
  'queued', 'resolving', 'downloading', 'merging', 'receiving', 'scanning', 'probing', 'identifying',
  'publishing', 'poster', 'sprites', 'hashing', 'keyframes', 'items', 'planning', 'weighing', 'preparing', 'subtitles', 'loudness',
  'listening', 'comparing', 'writing', 'looking up', 'keeping', 'copying', 'reading', 'looking', 'taking over',
] as const;
type Step = (typeof STEPS)[number];

/** A step may say what it is at: `taking over: progress`. */
function stepOf(step: string | null): Step | null {
  const name = step?.split(':')[0] ?? '';
  return STEPS.find((one) => one === name) ?? null;
}

function summaryOf(job: Job): Record<string, unknown> {
  return typeof job.summary === 'object' && job.summary !== null ? job.summary : {};
}

/** A title that is prepared in parts; other jobs with children are lists of videos. */
export const isSplit = (job: Job) => job.kind === 'prepare';

export const wasThere = (job: Job) => summaryOf(job)['duplicate'] === true;

/** The word behind the title, and how it is coloured. */
export function stateOf(job: Job, t: Words): { word: string; tone: Tone } {
  switch (job.status) {
    case 'failed':
      return { word: t('state.failed'), tone: 'bad' };
    case 'completed':
      if (job.children && job.children.failed > 0) return { word: t('state.partly'), tone: 'plain' };
      if (job.kind === 'prepare.part') return { word: t('state.done'), tone: 'good' };
      if (job.kind === 'prepare') return { word: t('state.prepared'), tone: 'good' };
      return { word: wasThere(job) ? t('state.wasThere') : job.media_id ? t('state.inLibrary') : t('state.done'), tone: 'good' };
    case 'cancelled':
      return { word: t('state.cancelled'), tone: 'plain' };
    case 'paused':
      return { word: t('state.paused'), tone: 'plain' };
    case 'queued':
      return { word: t('step.queued'), tone: 'plain' };
    default: {
      const step = stepOf(job.step);
      return { word: step ? t(`step.${step}`) : t('state.running'), tone: 'plain' };
    }
  }
}

/** 138 of 214 MB: one unit where both have the same. */
export function bytesOf(done: number, whole: number | null, locale: string, t: Words): string {
  if (!whole) return formatBytes(done, locale);
  const [all, part] = [formatBytes(whole, locale), formatBytes(done, locale)];
  const unit = all.split(/[\s\u00a0]/).at(-1);
  const short = unit && part.endsWith(unit) ? part.slice(0, -unit.length).trimEnd() : part;
  return t('bytes', { done: short, whole: all });
}

const COUNTS = ['found', 'added', 'skipped', 'failed'] as const;

const NFO_COUNTS = ['written', 'unchanged', 'kept', 'refused'] as const;

function written(job: Job, locale: string, t: Words): string[] {
  if (job.kind !== 'moving.nfo') return [];
  const summary = summaryOf(job);
  return NFO_COUNTS.flatMap((name) => {
    const count = summary[name];
    return typeof count === 'number' && count > 0 ? [t(`nfo.${name}`, { count, n: formatNumber(count, locale) })] : [];
  });
}

function scanned(job: Job, locale: string, t: Words): string[] {
  const summary = summaryOf(job);
  return COUNTS.flatMap((name) => {
    const count = summary[name];
    if (typeof count !== 'number' || (count === 0 && name !== 'found')) return [];
    return [t(`scan.${name}`, { count, n: formatNumber(count, locale) })];
  });
}

function took(job: Job): number | null {
  if (!job.started_at || !job.finished_at) return null;
  const seconds = (Date.parse(job.finished_at) - Date.parse(job.started_at)) / 1000;
  return seconds >= 1 ? seconds : null;
}

/** The quiet line: bytes, speed and time left while it runs; size and time it took afterwards. */
export function factsOf(job: Job, locale: string, t: Words): string[] {
  const facts: string[] = [];
  if (job.children) {
    const { total, completed, failed } = job.children;
    facts.push(t(isSplit(job) ? 'parts' : 'children', { done: formatNumber(completed, locale), count: total }));
    if (failed > 0) facts.push(t('childrenFailed', { count: failed }));
  }
  facts.push(...scanned(job, locale, t), ...written(job, locale, t));
  if (job.status === 'completed') {
    if (job.total_bytes) facts.push(formatBytes(job.total_bytes, locale));
    const seconds = took(job);
    if (seconds !== null && !wasThere(job) && job.kind !== 'moving.import') facts.push(t(job.kind.startsWith('prepare') ? 'prepared' : 'took', { time: formatDuration(seconds) }));
    return facts;
  }
  if (job.downloaded_bytes) facts.push(bytesOf(job.downloaded_bytes, job.total_bytes, locale, t));
  if (job.status !== 'running') return facts;
  if (job.speed_bps) facts.push(formatSpeed(job.speed_bps, locale));
  if (job.eta_s !== null && job.eta_s > 0) facts.push(t('left', { time: formatDuration(job.eta_s) }));
  return facts;
}

/** Where the viewer can mend it themselves. Trying again is offered for every failure beside this. */
export type Mend = { readonly to: string; readonly label: 'cookies' | 'folders' | 'streaming' };

const COOKIES = ['sign_in', 'forbidden', 'private_video'];
const ROOM = ['cache_too_small', 'no_space'];
const FOLDERS = ['folder_away', 'folder_empty', 'unreadable', 'no_such_path'];

export function mendOf(error: JobError | null, kind: string): Mend | null {
  if (!error) return null;
  if (COOKIES.includes(error.code)) return { to: paths.settingsPart('cookies'), label: 'cookies' };
  if (kind === 'scan' && FOLDERS.includes(error.code)) return { to: paths.settingsPart('folders'), label: 'folders' };
  if (kind === 'prepare' && ROOM.includes(error.code)) return { to: paths.settingsPart('streaming'), label: 'streaming' };
  return null;
}

export interface ScanFailure {
  readonly path: string;
  readonly code: string;
  readonly detail: string;
  readonly fix: string;
}

/** Files that a scan could not take in, as far as the server listed them. */
export function scanFailures(job: Job): ScanFailure[] {
  const list = summaryOf(job)['failures'];
  if (!Array.isArray(list)) return [];
  return list.map((raw: Record<string, unknown>) => ({
    path: String(raw['path'] ?? ''),
    code: String(raw['code'] ?? ''),
    detail: String(raw['detail'] ?? ''),
    fix: String(raw['fix'] ?? ''),
  }));
}
