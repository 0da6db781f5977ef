/**
 * What the first page needs is asked while the page itself is still on its way: whether somebody is
 * signed in, and for Home what it shows. Who comes for it later finds the answer, or waits for the same.
 */
import { authStatus, home, me, statsOverview } from '@/api';
import { paths } from '@/lib/paths';

import { cache } from './cache';

export async function askEarly(): Promise<void> {
  const { signed_in: known } = await cache.ensureQueryData(authStatus);
  if (!known || window.location.pathname !== paths.home) return;
  await Promise.all([cache.prefetchQuery(home), cache.prefetchQuery(me), cache.prefetchQuery(statsOverview)]);
}
