/** A clock for tests that moves only by hand. */
import type { Clock } from '../clock';

export interface HandClock extends Clock {
  advance(ms: number): Promise<void>;
}

export function createHandClock(): HandClock {
  let time = 0;
  let alarms: { at: number; fn: () => void }[] = [];
  return {
    now: () => time,
    after(ms, fn) {
      const alarm = { at: time + ms, fn };
      alarms.push(alarm);
      return () => {
        alarms = alarms.filter((a) => a !== alarm);
      };
    },
    async advance(ms) {
      const until = time + ms;
      for (;;) {
        const next = alarms.filter((a) => a.at <= until).sort((a, b) => a.at - b.at)[0];
        if (!next) break;
        alarms = alarms.filter((a) => a !== next);
        time = next.at;
        next.fn();
        // Promises started by the alarm get their turn before the next one.
        for (let i = 0; i < 10; i++) await Promise.resolve();
      }
      time = until;
    },
  };
}
