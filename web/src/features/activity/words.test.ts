import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import type { Job } from '@/api';
import { activity } from '@/locales/en/activity';
import { bytesOf, factsOf, mendOf, scanFailures, stateOf, type Words } from './words';

let t: Words;
beforeAll(async () => {
  await i18next.init({ lng: 'en', resources: { en: { activity } }, defaultNS: 'activity' });
  t = i18next.getFixedT('en', 'activity') as Words;
});

const job = (more: Partial<Job>): Job => ({
  id: 'j', kind: 'link', status: 'running', progress: 10, downloaded_bytes: null, total_bytes: null,
  speed_bps: null, eta_s: null, step: 'downloading', media_id: null, error: null, title: 'The Brook',
  picture_url: null, parent_id: null, children: null, priority: 0, attempts: 1,
  created_at: '2026-01-01T00:00:00Z', started_at: null, finished_at: null, summary: null, ...more,
});
const facts = (more: Partial<Job>) => factsOf(job(more), 'en', t);

test('a step is told in words, and one that is not known still is', () => {
  expect(stateOf(job({}), t).word).toBe('Downloading');
  expect(stateOf(job({ step: 'polishing' }), t).word).toBe('Working');
  expect(stateOf(job({ step: null }), t).word).toBe('Working');
  expect(stateOf(job({ step: 'taking over: person' }), t).word).toBe('Taking it over');
});

test.each([
  [{ status: 'failed' }, 'Stopped', 'bad'],
  [{ status: 'completed', media_id: 'm' }, 'In your library', 'good'],
  [{ status: 'completed', media_id: 'm', summary: { duplicate: true } }, 'Was already in your library', 'good'],
  [{ status: 'completed', kind: 'scan' }, 'Done', 'good'],
  [{ status: 'completed', kind: 'prepare.part', media_id: 'm' }, 'Done', 'good'],
  [{ status: 'completed', children: { total: 3, completed: 2, failed: 1 } }, 'Partly done', 'plain'],
] as const)('%o reads "%s"', (more, word, tone) => {
  expect(stateOf(job(more), t)).toEqual({ word, tone });
});

test('bytes name their unit once where both share it', () => {
  expect(bytesOf(138e6, 214e6, 'en', t)).toBe('138 of 214 MB');
  expect(bytesOf(900e6, 1.9e9, 'en', t)).toBe('900 MB of 1.9 GB');
  expect(bytesOf(5e6, null, 'en', t)).toBe('5 MB');
});

test('speed and time left are told only while it runs', () => {
  const more = { downloaded_bytes: 138e6, total_bytes: 214e6, speed_bps: 9.2e6, eta_s: 8 };
  expect(facts(more)).toEqual(['138 of 214 MB', '9.2 MB/s', '8 s left']);
  expect(facts({ ...more, status: 'paused' })).toEqual(['138 of 214 MB']);
});

test('a finished one tells its size and how long it took', () => {
  const more = { status: 'completed', total_bytes: 1.9e9, started_at: '2026-01-01T00:00:00Z', finished_at: '2026-01-01T00:00:48Z' } as const;
  expect(facts(more)).toEqual(['1.9 GB', 'added in 48 s']);
  expect(facts({ ...more, summary: { duplicate: true } })).toEqual(['1.9 GB']);
});

test('a scan tells its counts, and leaves out those that are nothing', () => {
  expect(facts({ kind: 'scan', summary: { found: 248, added: 12, skipped: 0, failed: 1 } })).toEqual([
    '248 videos found', '12 new', '1 failed',
  ]);
  expect(facts({ kind: 'scan', summary: { found: 1 } })).toEqual(['1 video found']);
});

test('a title that is prepared is made of parts, a list of videos', () => {
  const children = { total: 12, completed: 3, failed: 0 };
  expect(facts({ kind: 'prepare', children, eta_s: 90 })).toEqual(['3 of 12 parts', '2 min left']);
  expect(facts({ children })).toEqual(['3 of 12 videos']);
});

test('only what sign-in mends leads to the cookies', () => {
  const error = (code: string) => ({ code, detail: '', fix: '' });
  expect(mendOf(error('sign_in'), 'link')?.label).toBe('cookies');
  expect(mendOf(error('folder_away'), 'scan')?.label).toBe('folders');
  expect(mendOf(error('unreadable'), 'upload')).toBeNull();
  expect(mendOf(error('no_space'), 'link')).toBeNull();
  expect(mendOf(null, 'link')).toBeNull();
});

test('a summary of another shape breaks nothing', () => {
  for (const summary of [null, { failures: 'many' }, { failures: [{}] }, { found: 'x' }]) {
    expect(scanFailures(job({ summary })).length).toBeLessThanOrEqual(1);
    expect(facts({ summary, kind: 'scan' })).toEqual([]);
  }
});
