/** How many titles wait to be checked; none for those who may not say. */
import { useQuery } from '@tanstack/react-query';

import { doubtCount, me } from '@/api';

export function useDoubtCount(): number {
  const admin = useQuery(me).data?.is_admin === true;
  return useQuery({ ...doubtCount, enabled: admin }).data ?? 0;
}
