/** Changes to a title: shown at once, taken back when the server says no. */
import { useMutation, useQueryClient } from '@tanstack/react-query';

import { ApiError, editMedia, keys, type Media, type MediaPatch } from '@/api';
import { useRefreshMedia, useSayFailure } from '@/ui/media';

/** Somebody changed the title since it was read: nothing was saved. */
export const isChangedMeanwhile = (error: unknown) => error instanceof ApiError && error.code === 'changed_meanwhile';

export function useEdit(media: Media) {
  const cache = useQueryClient();
  const refresh = useRefreshMedia();
  const say = useSayFailure();
  const key = keys.mediaItem(media.id);
  return useMutation({
    mutationFn: (change: MediaPatch) => editMedia(media.id, change),
    onMutate: async ({ seen: _seen, ...change }) => {
      await cache.cancelQueries({ queryKey: key });
      const before = cache.getQueryData<Media>(key);
      cache.setQueryData<Media>(key, (old) => (old ? { ...old, ...change } : old));
      return { before };
    },
    onError: (error, _change, context) => {
      if (context?.before) cache.setQueryData(key, context.before);
      // Whoever sent what they had seen asks the person.
      if (!isChangedMeanwhile(error)) say(error);
    },
    onSettled: refresh,
  });
}
