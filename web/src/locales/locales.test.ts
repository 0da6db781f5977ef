import { describe, expect, it } from 'vitest';

import en from './en';
import moreEn from './en/more';
import es from './es';
import moreEs from './es/more';

type Tree = { [key: string]: string | Tree };

/** Every text with its whole key. */
function texts(tree: Tree, prefix = ''): Map<string, string> {
  const found = new Map<string, string>();
  for (const [key, value] of Object.entries(tree)) {
    if (typeof value === 'string') found.set(prefix + key, value);
    else for (const [deep, text] of texts(value, `${prefix}${key}.`)) found.set(deep, text);
  }
  return found;
}

const holes = (text: string) => (text.match(/{{\s*\w+\s*}}/g) ?? []).sort();

const english = texts({ ...en, ...moreEn });
const spanish = texts({ ...es, ...moreEs });

describe('English and Spanish', () => {
  it('have the same keys', () => {
    expect([...spanish.keys()].sort()).toEqual([...english.keys()].sort());
  });

  it('leave no text empty', () => {
    for (const [key, text] of [...english, ...spanish]) expect(text.trim(), key).not.toBe('');
  });

  it('fill the same holes', () => {
    for (const [key, text] of english) expect(holes(spanish.get(key) ?? ''), key).toEqual(holes(text));
  });

  it('have a plural for every singular', () => {
    for (const key of english.keys()) {
      if (key.endsWith('_one')) expect(english.has(key.replace(/_one$/, '_other')), key).toBe(true);
    }
  });

  it('differ: what is the same in both is a name or has been forgotten', () => {
    const words = [...english].filter(([, text]) => /[a-z]{4,}.* .*[a-z]{4,}/.test(text.replace(/{{.*?}}/g, '')));
    const same = words.filter(([key, text]) => spanish.get(key) === text).map(([key]) => key);
    expect(same).toEqual([]);
  });
});
