/** The library as it stands in the address: filters, sort and look, so that reload, back and sharing keep them. */
import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router';

import { readFilters, writeFilters, type MediaQuery } from '@/api';

export type Look = 'grid' | 'dense' | 'list';

const KEY = 'matinee.library.look';

function stored(): Look {
  try {
    const look = localStorage.getItem(KEY);
    return look === 'dense' || look === 'list' ? look : 'grid';
  } catch {
    return 'grid';
  }
}

function lookOf(params: URLSearchParams): Look {
  const look = params.get('view');
  return look === 'grid' || look === 'dense' || look === 'list' ? look : stored();
}

export function useLibraryAddress() {
  const [params, setParams] = useSearchParams();
  const query = useMemo(() => readFilters(params), [params]);
  const look = lookOf(params);

  const change = useCallback(
    (part: Partial<MediaQuery>, replace = false) =>
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

  const chooseLook = useCallback(
    (next: Look) => {
      try {
        localStorage.setItem(KEY, next);
      } catch {
        // The address holds it for this visit.
      }
      setParams(
        (old) => {
          old.set('view', next);
          return old;
        },
        { replace: true, preventScrollReset: true },
      );
    },
    [setParams],
  );

  return { query, look, change, chooseLook };
}
