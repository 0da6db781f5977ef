/** Looking into another program's data: a path of the server, or a file that is sent with its progress and can be stopped. */
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { keys, lookInto, lookIntoFile, type ForeignProgram } from '@/api';
import { isStop, useSending } from '@/ui/sending';

export function useLook(program: ForeignProgram, onLooking: () => void) {
  const cache = useQueryClient();
  const { send, sending, stop } = useSending();
  const look = useMutation({
    mutationFn: (source: string | File) =>
      typeof source === 'string' ? lookInto(program, source) : send(source, (options) => lookIntoFile(program, source, options)),
    onSuccess: onLooking,
    onSettled: () => void cache.invalidateQueries({ queryKey: keys.imports }),
  });
  return {
    run: look.mutate,
    reset: look.reset,
    busy: look.isPending,
    error: look.isError && !isStop(look.error) ? look.error : null,
    sending,
    stop,
  };
}
