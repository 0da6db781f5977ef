import { describe, expect, it } from 'vitest';

import { draftOf, isNumberWrong, LIBRARY, wishOf, type Draft } from './draft';

const channel = { scope: 'channel', platform: 'youtube', uploader: 'Brook', name: 'Brook' } as const;
const draft = (part: Partial<Draft>): Draft => ({ about: LIBRARY, keep: 'newest', number: '50', ...part });

describe('a rule that is being written', () => {
  it('is sent with what it is about alone', () => {
    expect(wishOf(draft({ about: channel, keep: 'added', number: '30' }))).toEqual({
      scope: 'channel', platform: 'youtube', uploader: 'Brook', keep: 'added', number: 30,
    });
    expect(wishOf(draft({ keep: 'forever', number: '7' }))).toEqual({ scope: 'library', keep: 'forever' });
  });

  it('is not sent while something is missing', () => {
    expect(wishOf(draft({ about: null }))).toBeNull();
    for (const number of ['', '0', '-3', '1.5', 'ten', '1e3', '100001']) {
      expect(isNumberWrong(draft({ number })), number).toBe(true);
      expect(wishOf(draft({ number })), number).toBeNull();
    }
    expect(isNumberWrong(draft({ keep: 'watched', number: '36501' }))).toBe(true);
  });

  it('begins as the rule that there is', () => {
    const rule = {
      id: '1', scope: 'channel', platform: 'youtube', uploader: 'Brook', collection_id: null, name: 'Brook', keep: 'newest', number: 9, goes: 0, goes_bytes: 0,
    } as const;
    expect(wishOf(draftOf(rule))).toEqual({ scope: 'channel', platform: 'youtube', uploader: 'Brook', keep: 'newest', number: 9 });
  });
});
