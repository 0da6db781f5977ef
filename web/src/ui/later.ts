import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

import { patiently } from '@/api';
import { moreWords } from '@/lib/i18n';

/** A part of a page that is fetched when it is wanted, with its words; where the line is cut just then, once it is back. */
export function later<P>(load: () => Promise<{ default: ComponentType<P> }>): LazyExoticComponent<ComponentType<P>> {
  return lazy(async () => {
    const [part] = await patiently(() => Promise.all([load(), moreWords()]));
    return part;
  });
}
