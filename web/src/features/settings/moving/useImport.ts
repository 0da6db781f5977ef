/** What can be done with an import, each with its answer. */
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { actOnJob, forgetImport, giveBack, keys, takeOver, type Import, type ImportOrder } from '@/api';
import { useSayFailure } from '@/ui/media';

export function useImport(one: Import) {
  const cache = useQueryClient();
  const say = useSayFailure();
  const onSettled = () => {
    void cache.invalidateQueries({ queryKey: keys.imports });
    void cache.invalidateQueries({ queryKey: keys.jobs });
  };
  const take = useMutation({ mutationFn: (order: ImportOrder) => takeOver(one.id, order), onError: say, onSettled });
  const back = useMutation({ mutationFn: () => giveBack(one.id), onError: say, onSettled });
  const forget = useMutation({ mutationFn: () => forgetImport(one.id), onError: say, onSettled });
  const cancel = useMutation({
    mutationFn: async () => {
      if (one.job_id) await actOnJob(one.job_id, 'cancel');
    },
    onError: say,
    onSettled,
  });
  return { take, back, forget, cancel };
}
