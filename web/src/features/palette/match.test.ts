import { describe, expect, it } from 'vitest';

import { matching } from './match';

const command = (label: string, also?: string) => ({ id: label, label, run: () => undefined, ...(also === undefined ? {} : { also }) });
const ALL = [command('Home'), command('Library', 'films all titles'), command('Storage', 'disk space'), command('Página de música'), command('Sign out', 'leave')];
const found = (typed: string) => matching(ALL, typed).map(({ label }) => label);

describe('commands by a few letters', () => {
  it('are all there before anything is typed, in their order', () => {
    expect(found('  ')).toEqual(ALL.map(({ label }) => label));
  });

  it('fit by the beginning of any word, whatever its case and accents', () => {
    expect(found('MUSICA')).toEqual(['Página de música']);
    expect(found('pag mus')).toEqual(['Página de música']);
    expect(found('nothing')).toEqual([]);
  });

  it('put their own name before what else they are called', () => {
    expect(found('s').slice(0, 2)).toEqual(['Storage', 'Sign out']);
    expect(found('l')[0]).toBe('Library');
    expect(found('disk')).toEqual(['Storage']);
    expect(found('leave')).toEqual(['Sign out']);
  });
});
