/** Asks the server what is behind what was written: soon after typing, at once after pasting. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { ApiError, linkInfo, type LinkInfo } from '@/api';
import { understand, type Understood } from './understand';

const TYPING_MS = 600;
const FRESH_MS = 5 * 60_000;

export interface Looked {
  readonly understood: Understood;
  readonly info: LinkInfo | null;
  readonly looking: boolean;
  readonly error: ApiError | null;
  again(): void;
}

/** The text once it has stood still; `now` skips the wait. */
function useSettled(text: string, now: boolean): string {
  const [settled, setSettled] = useState(text);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(text), now ? 0 : TYPING_MS);
    return () => clearTimeout(timer);
  }, [text, now]);
  return settled;
}

function askOf(understood: Understood): string | null {
  if (understood.kind === 'link') return understood.url;
  return understood.kind === 'path' ? understood.path : null;
}

export function useLink(text: string, now: boolean): Looked {
  const settled = useSettled(text, now);
  const understood = understand(text);
  const wanted = askOf(understood);
  const ask = askOf(understand(settled));
  const query = useQuery({
    queryKey: ['link', ask],
    queryFn: ({ signal }) => linkInfo(ask ?? '', signal),
    enabled: ask !== null,
    staleTime: FRESH_MS,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const current = wanted !== null && wanted === ask;
  return {
    understood,
    info: current && !query.isPlaceholderData && !query.isError ? (query.data ?? null) : null,
    looking: wanted !== null && (!current || query.isFetching),
    error: current && !query.isFetching && query.error instanceof ApiError ? query.error : null,
    again: () => void query.refetch(),
  };
}
