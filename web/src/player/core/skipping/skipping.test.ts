import { describe, expect, it } from 'vitest';
import { AutoSkip } from './autoSkip';
import { ASK_BEFORE_SKIPPING, groupOf, isOver, skippable, skipTo, type SkipHabits } from './markers';

const INTRO = { kind: 'intro', start_s: 10, end_s: 40 };
const RECAP = { kind: 'recap', start_s: 0, end_s: 10 };
const CREDITS = { kind: 'credits', start_s: 90, end_s: 100 };
const SPONSOR = { kind: 'selfpromo', start_s: 50, end_s: 60 };
const ALL = [RECAP, INTRO, SPONSOR, CREDITS];
const AUTO: SkipHabits = { intro: 'auto', recap: 'auto', credits: 'auto', sponsor: 'auto' };

describe('what may be skipped', () => {
  it('is the stretch under the moment, until a little before its end', () => {
    expect(skippable(ALL, ASK_BEFORE_SKIPPING, 9.9)).toBeNull();
    expect(skippable(ALL, ASK_BEFORE_SKIPPING, 10)).toBe(INTRO);
    expect(skippable(ALL, ASK_BEFORE_SKIPPING, 37.9)).toBe(INTRO);
    expect(skippable(ALL, ASK_BEFORE_SKIPPING, 38)).toBeNull();
    expect(skippable(ALL, ASK_BEFORE_SKIPPING, 45)).toBeNull();
  });

  it('is nothing where the viewer wants no word of it', () => {
    expect(skippable(ALL, { ...ASK_BEFORE_SKIPPING, intro: 'off' }, 20)).toBeNull();
    expect(skippable(ALL, { ...ASK_BEFORE_SKIPPING, sponsor: 'off' }, 55)).toBeNull();
  });

  it('groups what the server tells finely', () => {
    expect(['intro', 'preview', 'selfpromo', 'music_offtopic'].map((kind) => groupOf({ ...INTRO, kind }))).toEqual([
      'intro', 'credits', 'sponsor', 'sponsor',
    ]);
  });

  it('takes what follows at once with it, of the same group only', () => {
    const ads = [SPONSOR, { kind: 'sponsor', start_s: 60.5, end_s: 70 }, { kind: 'intro', start_s: 70, end_s: 80 }];
    expect(skipTo(ads, SPONSOR)).toBe(70);
    expect(skipTo(ALL, INTRO)).toBe(40);
  });
});

describe('the end', () => {
  it('is where only credits come', () => {
    expect(isOver(ALL, 89, 100)).toBe(false);
    expect(isOver(ALL, 90, 100)).toBe(true);
  });

  it('is not there while a scene comes after them', () => {
    expect(isOver(ALL, 95, 200)).toBe(false);
  });
});

describe('skipping by itself', () => {
  it('happens when the picture plays into a stretch', () => {
    const skip = new AutoSkip();
    expect(skip.moved([INTRO], AUTO, 9.9, 1)).toBeNull();
    expect(skip.moved([INTRO], AUTO, 10.1, 1)).toBe(INTRO);
  });

  it('happens at the very beginning', () => {
    expect(new AutoSkip().moved([RECAP], AUTO, 0.1, 1)).toBe(RECAP);
  });

  it('does not happen to who seeks into it or goes on in it', () => {
    const sought = new AutoSkip();
    sought.moved([INTRO], AUTO, 2, 1);
    expect(sought.moved([INTRO], AUTO, 20, 1)).toBeNull();
    expect(sought.moved([INTRO], AUTO, 20.3, 1)).toBeNull();
    expect(new AutoSkip().moved([INTRO], AUTO, 20, 1)).toBeNull();
  });

  it('happens once: who goes back wants to see it', () => {
    const skip = new AutoSkip();
    skip.moved([INTRO], AUTO, 9.9, 1);
    expect(skip.moved([INTRO], AUTO, 10.1, 1)).toBe(INTRO);
    skip.moved([INTRO], AUTO, 40, 1);
    skip.moved([INTRO], AUTO, 9.9, 1);
    expect(skip.moved([INTRO], AUTO, 10.1, 1)).toBeNull();
  });

  it('is not wanted where a button is', () => {
    const skip = new AutoSkip();
    skip.moved([INTRO], ASK_BEFORE_SKIPPING, 9.9, 1);
    expect(skip.moved([INTRO], ASK_BEFORE_SKIPPING, 10.1, 1)).toBeNull();
  });

  it('follows a fast picture', () => {
    const skip = new AutoSkip();
    skip.moved([INTRO], AUTO, 9, 2);
    expect(skip.moved([INTRO], AUTO, 11.5, 2)).toBe(INTRO);
  });
});
