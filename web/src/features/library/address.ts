/** The library as it stands in the address: filters, sort and look, so that reload, back and sharing keep them. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

import { readFilters, writeFilters, type MediaQuery } from '@/api';

import type { CardSize } from '@/ui/media/shape';

import { useView, type Look } from './view';

export type Change = (part: Partial<MediaQuery>, replace?: boolean) => void;

/** An address of old may ask for `dense`: small stills. */
function useLook(asked: string | null): { look: Look; cards: CardSize } {
  const look = useView((view) => view.look);
  const cards = useView((view) => view.cards);
  if (asked === 'dense') return { look: 'grid', cards: 'small' };
  return { look: asked === 'grid' || asked === 'list' ? asked : look, cards };
}

export function useLibraryAddress() {
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => readFilters(params), [params]);
  const shown = useLook(params.get('view'));
  const keep = useView((view) => view.keep);

  const change: Change = useCallback(
    (part, replace = false) =>
      setParams(
        (old) => {
          const next = writeFilters({ ...readFilters(old), ...part });
          const view = old.get('view');
          if (view) next.set('view', view);
          return next;
        },
        { replace },
      ),
    [setParams],
  );

  /** Takes all filters off; the order stays. */
  const clear = useCallback(
    () =>
      setParams((old) => {
        const { sort_by, sort_order } = readFilters(old);
        const next = writeFilters({ sort_by, sort_order });
        const view = old.get('view');
        if (view) next.set('view', view);
        return next;
      }),
    [setParams],
  );

  const showAs = useCallback(
    (view: string) =>
      setParams(
        (old) => {
          old.set('view', view);
          return old;
        },
        { replace: true, preventScrollReset: true },
      ),
    [setParams],
  );

  const chooseLook = useCallback(
    (look: Look) => {
      keep({ look });
      showAs(look);
    },
    [keep, showAs],
  );

  const chooseCards = useCallback(
    (cards: CardSize) => {
      keep({ cards, look: 'grid' });
      showAs('grid');
    },
    [keep, showAs],
  );

  return { query, ...shown, change, clear, chooseLook, chooseCards };
}
