import { expect, test } from 'vitest';
import { EMPTY, type Snapshot } from '../types';
import { placeOf, stateOf } from './mediaSession';

const at = (more: Partial<Snapshot>): Snapshot => ({ ...EMPTY, phase: 'ready', duration_s: 100, ...more });

test('the system is told of a place inside the film only', () => {
  expect(placeOf(at({ time_s: 12, rate: 1.5 }))).toEqual({ duration: 100, position: 12, playbackRate: 1.5 });
  expect(placeOf(at({ time_s: 100.04 }))?.position).toBe(100);
  expect(placeOf(at({ duration_s: 0 }))).toBeNull();
  expect(placeOf({ ...EMPTY, duration_s: 100 })).toBeNull();
});

test('what has ended or failed does not play and is not paused', () => {
  expect(stateOf(at({ paused: false }))).toBe('playing');
  expect(stateOf(at({ paused: true }))).toBe('paused');
  expect(stateOf(at({ paused: true, ended: true }))).toBe('none');
  expect(stateOf(at({ phase: 'failed' }))).toBe('none');
});
