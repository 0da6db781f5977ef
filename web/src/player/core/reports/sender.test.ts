import { expect, it } from 'vitest';
import { PlayFailure } from '../stream/failure';
import { createHandClock } from '../fakes/handClock';
import { clientOf } from './client';
import { codeOf } from './code';
import { NOTHING, percentile, reportOf, type Figures, type Report } from './figures';
import { REPORT_EVERY_MS, createSender } from './sender';

function setup(refuse = false) {
  const clock = createHandClock();
  const state = { figures: NOTHING as Figures, refuse };
  const sent: { viewing: string; report: Report; leaving: boolean }[] = [];
  const sender = createSender({
    clock,
    client: 'Chrome on Linux',
    read: () => state.figures,
    send: async (viewing, report, leaving) => {
      sent.push({ viewing, report, leaving });
      if (state.refuse) throw new Error('away');
    },
  });
  const watched = (watched_ms: number) => (state.figures = { ...state.figures, start_ms: 300, watched_ms });
  return { clock, state, sent, sender, watched };
}

it('says all of it each minute, under one name, while something changes', async () => {
  const { clock, sent, watched } = setup();
  await clock.advance(REPORT_EVERY_MS);
  expect(sent).toHaveLength(0); // nothing has happened yet
  watched(50_040);
  await clock.advance(REPORT_EVERY_MS);
  await clock.advance(REPORT_EVERY_MS);
  watched(90_000);
  await clock.advance(REPORT_EVERY_MS);
  expect(sent.map((one) => one.report.seq)).toEqual([1, 2]);
  expect(sent.map((one) => one.report.watched_s)).toEqual([50, 90]);
  expect(new Set(sent.map((one) => one.viewing)).size).toBe(1);
  expect(sent[0]?.viewing).toMatch(/^[0-9a-f]{32}$/);
});

it('leaves by a beacon, and says nothing twice', async () => {
  const { clock, sent, sender, watched } = setup();
  watched(5000);
  sender.send(true);
  sender.send(true);
  sender.destroy();
  await clock.advance(10 * REPORT_EVERY_MS);
  expect(sent.map((one) => one.leaving)).toEqual([true]);
});

it('what was not kept is told again', async () => {
  const { clock, state, sent, watched } = setup(true);
  watched(5000);
  await clock.advance(REPORT_EVERY_MS);
  state.refuse = false;
  await clock.advance(REPORT_EVERY_MS);
  await clock.advance(REPORT_EVERY_MS);
  expect(sent.map((one) => one.report.watched_s)).toEqual([5, 5]);
});

it('a report keeps to what the server takes', () => {
  const seeks = Array.from({ length: 500 }, (_, n) => ({ ms: n, near: n % 2 === 0 }));
  const failures = Object.fromEntries(Array.from({ length: 30 }, (_, n) => [`network.${n}`, 1]));
  const report = reportOf({ ...NOTHING, seeks, failures, start_ms: 1e9, bitrate_bps: 1.5 }, 1, 'x');
  expect(report.seeks_near_ms).toHaveLength(200);
  expect(report.seeks_near_ms.at(-1)).toBe(498);
  expect(Object.keys(report.failures)).toHaveLength(20);
  expect(report).toMatchObject({ start_ms: 600_000, bitrate_bps: 2 });
});

it('percentiles are values that were measured', () => {
  expect(percentile([], 0.5)).toBeNull();
  expect(percentile([300, 100, 200], 0.5)).toBe(200);
  expect(percentile([1, 2, 3, 4], 0.95)).toBe(4);
});

it('a failure is a code and never words', () => {
  expect(codeOf(new PlayFailure('decode', 'Shaka 3016'))).toBe('decode.3016');
  expect(codeOf(new PlayFailure('network', 'HTTP 502'))).toBe('network.502');
  expect(codeOf(new PlayFailure('gone', 'Ana’s film is not there'))).toBe('gone');
});

it('a device is a browser and a system, without versions', () => {
  const agents = {
    'Mozilla/5.0 (Linux; Android 14; Pixel 8) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36':
      'Chrome on Android',
    'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1':
      'Safari on iOS',
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:127.0) Gecko/20100101 Firefox/127.0': 'Firefox on Windows',
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0':
      'Edge on macOS',
    'Mozilla/5.0 (Web0S; Linux/SmartTV) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/94.0.4606.128 Safari/537.36':
      'Chrome on webOS',
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) HeadlessChrome/126.0.0.0 Safari/537.36':
      'Chrome on Linux',
    'curl/8.0 "><script>': 'Another browser',
  };
  for (const [agent, client] of Object.entries(agents)) expect(clientOf(agent)).toBe(client);
});
