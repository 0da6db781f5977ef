/** Rules of what is kept, and what they would let go. For administrators. */
import { keepPreviousData, queryOptions } from '@tanstack/react-query';

import { get, post, put, remove } from './client';
import type { RetentionPreview, RetentionRule, RetentionRules, RetentionScopes, RetentionWish } from './contract';
import { keys } from './keys';

export const retentionRules = queryOptions({
  queryKey: keys.retention,
  queryFn: ({ signal }) => get<RetentionRules>('/api/admin/retention', { signal }),
});

export function retentionScopes(q: string) {
  return queryOptions({
    queryKey: keys.retentionScopes(q),
    queryFn: ({ signal }) => get<RetentionScopes>('/api/admin/retention/scopes', { query: { q }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** What a rule would take now; of one that is not whole yet nothing is asked. */
export function retentionPreview(wish: RetentionWish | null) {
  return queryOptions({
    queryKey: keys.retentionPreview(wish),
    queryFn: ({ signal }) => post<RetentionPreview>('/api/admin/retention/preview', wish, { signal }),
    enabled: wish !== null,
    staleTime: 0,
  });
}

export const saveRule = (wish: RetentionWish) => put<RetentionRule>('/api/admin/retention', wish);
export const removeRule = (id: string) => remove<undefined>(`/api/admin/retention/${encodeURIComponent(id)}`);
